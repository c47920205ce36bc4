// What another α would have reported in the last hours, and the change to it by a person.

import { ask as get, send } from './ask.js';
import { chart, colour } from './charts.js';
import { el, reconcile, setText } from './dom.js';
import { address, view } from './route.js';
import { sentence, suggested } from './suggested.js';
import { count, counted, dateAndTime, number, percent, sourceName } from './words.js';

const SMALLEST = 1e-5;
const LARGEST = 0.1;
const STEPS = 200;
const PAUSE_MILLIS = 200;
const AGAIN_MILLIS = 500;
const TRIES = 20; // until a published α is in force here
const HOURS = [1, 4, 12, 24, 72, 168];

/** The slider is logarithmic: α of a step, with two digits. */
const alphaAt = (step) => Number((SMALLEST * (LARGEST / SMALLEST) ** (step / STEPS)).toPrecision(2));

const stepOf = (alpha) => Math.round((STEPS * Math.log(alpha / SMALLEST)) / Math.log(LARGEST / SMALLEST));

function row() {
  const link = el('a', { class: 'source' }, el('bdi', {}));
  const cells = ['images', 'reported', 'would be'].map((label) => el('td', { 'data-label': label, role: 'cell' }));
  return {
    element: el('tr', { role: 'row' }, el('th', { scope: 'row', role: 'rowheader' }, link), ...cells),
    show([source, images, reported, would]) {
      setText(link.firstChild, sourceName(source));
      link.href = address('source', source);
      [images, reported, would].forEach((value, i) => setText(cells[i], count(value)));
    },
  };
}

function open(element) {
  const hours = el('select', { id: 'whatif-hours' }, ...HOURS.map((one) => el('option', { value: one }, one === 1 ? 'hour' : `${one} hours`)));
  const slider = el('input', { id: 'whatif-alpha', type: 'range', min: 0, max: STEPS, step: 1 });
  const chosen = el('output', { for: 'whatif-alpha' }, '…');
  const words = el('p', { role: 'status' }, '… reading the scores');
  const sampled = el('p', { class: 'quiet' });
  const own = el('p', { class: 'quiet' });
  const canvas = el('canvas', { role: 'img', 'aria-label': 'Histogram of p-values' });
  const list = el('tbody', {});
  const labelled = el('p', { role: 'status' });
  const others = el('div', {});
  const apply = el('button', { type: 'button' }, 'Use this α');
  const said = el('p', { role: 'status' });
  element.replaceChildren(
    el(
      'section',
      { class: 'whatif' },
      el('div', { class: 'head' }, el('h2', { tabindex: '-1' }, 'What if α were another?')),
      el('p', {}, el('label', { for: 'whatif-hours' }, 'Images of the last '), hours),
      el('p', {}, el('label', { for: 'whatif-alpha' }, 'False-alarm rate α '), chosen),
      slider,
      words,
      el('div', { class: 'chart' }, canvas),
      sampled,
      own,
      el('div', { role: 'group', 'aria-label': 'On the labelled images' }, labelled, others),
      el('div', { class: 'apply' }, apply, said),
      el('p', { id: 'whatif-list', class: 'quiet' }, 'Sources with most images that would be reported'),
      el(
        'table',
        { class: 'stack', 'aria-labelledby': 'whatif-list' },
        el('thead', {}, el('tr', {}, ...['Source', 'Images', 'Reported', 'Would be'].map((name) => el('th', { scope: 'col' }, name)))),
        list,
      ),
    ),
  );
  const histogram = chart(
    canvas,
    {
      data: { labels: [], datasets: [{ type: 'bar', data: [], categoryPercentage: 1, barPercentage: 0.92 }] },
      options: {
        scales: {
          x: { type: 'category', ticks: { maxRotation: 0, autoSkip: false } },
          y: { type: 'logarithmic', min: 0.5, ticks: { callback: (value) => (/^10*$/.test(value) ? count(value) : '') } },
        },
      },
    },
    (made) => {
      made.data.datasets[0].backgroundColor = colour('accent');
    },
  );
  let alpha = null; // that in force, until the slider moves
  let timer = null;
  let again = null;
  let follows = 0;
  let asks = 0;
  let closed = false;

  function show(data) {
    if (alpha === null) {
      ({ alpha } = data);
      slider.value = stepOf(alpha);
    }
    setText(chosen, `${number(data.alpha)} (in force: ${number(data.inForce)})`);
    slider.setAttribute('aria-valuetext', number(data.alpha));
    const differing = Object.entries(data.others).map(([bundle, its]) => `${bundle} ${number(its)}`);
    setText(own, differing.length === 0 ? '' : `Other bundles decide by another α: ${differing.join(', ')}. The slider tries one α on the images of all bundles. A bundle with an α of its own in the plan keeps it.`);
    const more = data.would - data.reported;
    setText(
      words,
      `${count(data.would)} of ${counted(data.images, 'image')} would have been reported; ${count(data.reported)} ${data.reported === 1 ? 'was' : 'were'}. ` +
        `${more === 0 ? 'No difference' : `${count(Math.abs(more))} ${more > 0 ? 'more' : 'fewer'}, from ${counted(data.changed, 'source')}`}.`,
    );
    setText(
      sampled,
      `${data.share < 1 ? `Sampled: ${percent(data.share, 3)} of the scores, evenly over the time. ` : ''}As of ${dateAndTime(data.at)}. The calibration supports α ${number(data.smallest)} and above.`,
    );
    apply.disabled = !data.mayChange || data.alpha < data.smallest || data.alpha === data.inForce;
    apply.title = data.mayChange ? '' : 'needs a login, and a topic for settings (topics.settings)';
    const bins = data.edges.length;
    histogram.data.labels = data.edges.map((edge) => (Math.abs(Math.log10(edge) - Math.round(Math.log10(edge))) < 1e-3 ? number(edge) : ''));
    histogram.data.datasets[0].data = data.counts.map((one) => (one > 0 ? one : null));
    histogram.options.plugins.thresholds.places = [Math.max(0, (bins * Math.log(data.alpha / SMALLEST)) / Math.log(1 / SMALLEST))];
    histogram.update('none');
    canvas.setAttribute('aria-label', `Histogram of p-values. ${words.textContent}`);
    reconcile(list, data.sources, ([source]) => source, row);
  }

  /** What people's labels say of the α that is looked at, and of others. */
  async function askLabels(isWanted, inForce) {
    try {
      const data = await get('suggest', { alpha });
      if (!isWanted()) {
        return;
      }
      const one = data.ready ? data.alphas.find((row) => row.alpha === alpha) : undefined;
      const labels = data.ready && data.reportedLabels + data.reviewLabels > 0;
      setText(labelled, labels && one ? `At α ${number(alpha)}, ${sentence(one)}` : 'Precision and recall need labels: no image is labelled yet.');
      const choose = (wanted) => {
        alpha = wanted;
        slider.value = stepOf(alpha);
        slider.focus(); // the button is replaced with its table
        ask();
      };
      others.replaceChildren(...(labels ? [suggested(data, { inForce, chosen: alpha, choose, largest: LARGEST })] : []));
    } catch (e) {
      if (isWanted()) {
        setText(labelled, e.status === 404 ? 'Precision and recall need labels: set topics.feedback.' : e.message);
        others.replaceChildren();
      }
    }
  }

  async function ask() {
    const mine = (asks += 1);
    const isWanted = () => !closed && mine === asks;
    try {
      const data = await get('whatif', { hours: hours.value, alpha });
      if (isWanted()) {
        show(data);
        await askLabels(isWanted, data.inForce);
      }
    } catch (e) {
      if (isWanted()) {
        setText(words, e.message);
      }
    }
  }

  /** Asks until the α that was published has come back through the topic of settings. */
  function follow(wanted, mine = (follows += 1), tries = TRIES) {
    again = setTimeout(async () => {
      // A server that does not answer is asked again.
      const { inForce } = await get('whatif', { hours: hours.value, alpha: wanted }).catch(() => ({}));
      if (closed || mine !== follows) {
        return;
      }
      if (inForce !== wanted && tries > 1) {
        follow(wanted, mine, tries - 1);
      } else {
        ask();
      }
    }, AGAIN_MILLIS);
  }

  slider.addEventListener('input', () => {
    alpha = alphaAt(Number(slider.value));
    setText(chosen, number(alpha));
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MILLIS);
  });
  hours.addEventListener('change', ask);
  apply.addEventListener('click', async () => {
    apply.disabled = true; // until the page is asked again
    setText(said, 'Saving …');
    try {
      const done = await send('settings', { alpha });
      setText(said, `α ${number(done.alpha)} is published by ${done.by}, at offset ${done.offset} of the settings. It is in force within a second.`);
      follow(done.alpha);
    } catch (e) {
      setText(said, e.message);
      apply.disabled = false;
    }
  });
  ask();
  return {
    title: 'What if',
    close() {
      closed = true;
      clearTimeout(timer);
      clearTimeout(again);
      histogram.close();
    },
  };
}

/** Makes the view known. */
export const start = () => view('whatif', 'What if', open);
