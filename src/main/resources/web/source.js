// One source: its scores over time against α, its incidents, and what people say of its images.

import { imageAddress } from './anomalies.js';
import { ask } from './ask.js';
import { controlChart } from './control.js';
import { el, reconcile, setText } from './dom.js';
import { ofSource } from './incidents.js';
import { keys } from './keys.js';
import { labelOf, onLabel } from './labels.js';
import { incident } from './outage.js';
import { known, now } from './reading.js';
import { back, go, view } from './route.js';
import { find } from './sources.js';
import { count, counted, dateAndTime, duration, number, percent, sourceName } from './words.js';

const SPANS = [
  ['15 minutes', 15 * 60_000],
  ['1 hour', 3_600_000],
  ['6 hours', 6 * 3_600_000],
  ['24 hours', 24 * 3_600_000],
  ['7 days', 7 * 24 * 3_600_000],
];
const LISTED = 50;
const AGAIN_MILLIS = 15_000;
const TICK_MILLIS = 1_000;

const figure = (label) => {
  const value = el('dd', {}, '…');
  return { element: el('div', {}, el('dt', {}, label), value), set: (text) => setText(value, text) };
};

function pointOf([image, at, p, alpha, anomalous]) {
  return { image, at, p, alpha, anomalous };
}

const perSecond = (rate) => (rate >= 1 ? `${number(rate)} /s` : rate * 60 >= 1 ? `${number(rate * 60)} /min` : `${number(rate * 3600)} /h`);

const share = (part) => percent(part, 3);

function open(main, [name = ''], query) {
  let closed = false;
  let chart = null;
  let timer = null;
  let points = [];
  let span = SPANS.find(([, millis]) => String(millis) === query.get('span'))?.[1] ?? SPANS[1][1];
  const shown = sourceName(name);
  const state = el('span', { class: 'badge', hidden: true });
  const figures = {
    last: figure('last image'),
    rate: figure('images'),
    reported: figure('reported'),
    precision: figure('precision'),
    labels: figure('labels here'),
  };
  const choice = el('select', { 'aria-label': 'span of time' }, ...SPANS.map(([text, millis]) => el('option', { value: millis, selected: millis === span }, `last ${text}`)));
  const place = el('div', {});
  const note = el('p', { class: 'quiet', role: 'status' }, 'reading …');
  const model = el('p', { class: 'quiet' });
  const incidents = el('ul', { class: 'rows' });
  const noIncident = el('p', { class: 'none' });
  const list = el('tbody', {});
  const noReport = el('p', { class: 'none', hidden: true }, 'None in this time.');

  main.replaceChildren(
    el(
      'div',
      { class: 'viewhead' },
      el('button', { type: 'button', onclick: back }, '← Back'),
      el('h2', { tabindex: '-1' }, el('bdi', {}, shown), ' ', state),
      choice,
    ),
    el('section', { 'aria-label': 'Now' }, el('dl', { class: 'figures wide' }, ...Object.values(figures).map((one) => one.element))),
    el('section', { 'aria-label': 'Control chart' }, el('div', { class: 'head' }, el('h3', {}, 'How unusual its images were'), el('p', { class: 'quiet' }, 'each point an image, up is unusual; dashed: α; shaded: incidents')), place, note, model),
    el(
      'div',
      { class: 'halves' },
      el('section', { 'aria-label': 'Incidents' }, el('h3', {}, 'Incidents'), incidents, noIncident),
      el(
        'section',
        { 'aria-label': 'Reported images' },
        el('h3', {}, 'Reported images'),
        el(
          'table',
          { class: 'reported' },
          el('thead', {}, el('tr', {}, ...['Time', 'p', 'Image', 'Label'].map((text) => el('th', { scope: 'col' }, text)))),
          list,
        ),
        noReport,
      ),
    ),
  );

  const labelled = () => points.filter((one) => labelOf(one.image));

  function labels() {
    const all = labelled();
    const of = (label) => all.filter((one) => labelOf(one.image).label === label).length;
    figures.labels.set(count(all.length));
    figures.labels.element.title = `${of('defect')} defect, ${of('normal')} normal, ${of('unsure')} unsure`;
    list.querySelectorAll('tr').forEach((row) => setText(row.lastElementChild, labelOf(row.dataset.image)?.label ?? ''));
  }

  function tick() {
    const all = ofSource(name);
    const present = all.filter((one) => one.record.event !== 'closed');
    state.hidden = present.length === 0;
    setText(state, present.map((one) => (one.record.kind === 'silence' ? 'silent' : String(one.record.kind))).join(', '));
    reconcile(incidents, all.slice(0, 20), (one) => one.record.id, incident);
    noIncident.hidden = all.length > 0;
    setText(noIncident, known('incidents') ? 'None that is kept.' : '… not read yet');
    const last = Math.max(find(name)?.last ?? 0, points.at(-1)?.at ?? 0);
    figures.last.set(last ? `${duration(Math.max(0, now() - last))} ago` : '–');
  }

  function listed() {
    const reported = points.filter((one) => one.anomalous).reverse();
    noReport.hidden = reported.length > 0;
    list.replaceChildren(
      ...reported.slice(0, LISTED).map((one) =>
        el(
          'tr',
          { 'data-image': one.image },
          el('td', {}, dateAndTime(one.at)),
          el('td', { class: 'p' }, number(one.p)),
          el('td', {}, el('a', { href: imageAddress(one.image, one.at) }, one.image)),
          el('td', {}),
        ),
      ),
    );
    return reported.length;
  }

  function draw(data) {
    points = data.images.map(pointOf);
    const marks = ofSource(name).map(({ record }) => ({ from: record.since, to: record.event === 'closed' ? record.at : data.to }));
    // A source that is new would be a thin line at the right end.
    const young = points.length > 0 && data.share === 1 && points[0].at - data.from > (data.to - data.from) / 2;
    const from = young ? points[0].at : data.from;
    chart?.close();
    chart = controlChart({ from, to: data.to, points, incidents: marks }, (point) => go(imageAddress(point.image, point.at)));
    place.replaceChildren(chart.element);
    const all = points.length / data.share;
    const reported = listed();
    figures.rate.set(points.length ? perSecond(all / ((data.to - Math.max(data.from, points[0].at) || 1) / 1000)) : '0');
    figures.reported.set(points.length ? `${count(reported)} · ${share(reported / all)}` : '–');
    const alpha = data.last ? `; α is ${share(data.last.alpha)}` : '';
    setText(
      note,
      points.length === 0
        ? 'No scores of this source in this time: it sent nothing, or Kafka no longer has them.'
        : `${counted(points.length, 'image')}${data.share < 1 ? `, ${share(data.share)} of all: thinned evenly${data.allReported ? ', all reported ones are shown' : ', and not all reported ones are shown'}` : ', all of this time'}${young ? `; the first at ${dateAndTime(from)}` : ''}${alpha}.`,
    );
    if (data.last) {
      const { bundle, version, score, group } = data.last;
      setText(model, `Scored by ${bundle ? `bundle ${bundle}, ` : ''}version ${version}, decided by ${score}, compared with normal images ${group ? `of ${sourceName(group)}` : 'of all sources'}.`);
    }
    labels();
    tick();
  }

  async function load() {
    clearTimeout(timer);
    try {
      const to = Math.round(now());
      const data = await ask('source', { key: name, from: to - span, to });
      if (!closed) {
        draw(data);
      }
    } catch (e) {
      setText(note, e.message);
    }
    if (!closed) {
      timer = setTimeout(load, AGAIN_MILLIS);
    }
  }

  async function quality() {
    try {
      const data = await ask('quality');
      const found = data.sources?.find((one) => one.source === name)?.precision;
      figures.precision.set(found ? `${share(found.low)} – ${share(found.high)}` : '–');
      figures.precision.element.title = found ? `of the reported images, ${found.labels} labels` : 'no labels of its reported images yet';
    } catch {
      figures.precision.set('–'); // labels are off
    }
  }

  choice.addEventListener('change', () => {
    span = Number(choice.value);
    setText(note, 'reading …');
    load();
  });
  const ticker = setInterval(tick, TICK_MILLIS);
  const unheard = onLabel(labels);
  const forget = keys([
    { key: 'Escape', words: 'back', act: back },
    { key: 'r', words: 'read again', act: load },
  ]);
  tick();
  load();
  quality();
  return {
    title: shown,
    close() {
      closed = true;
      clearTimeout(timer);
      clearInterval(ticker);
      chart?.close();
      unheard();
      forget();
    },
  };
}

export const start = () => view('source', '', open);
