// How good the verdicts are, as people labelled them: over all and by source, each figure with its interval.

import { ask } from './ask.js';
import { el, setText } from './dom.js';
import { keys } from './keys.js';
import { address, back, view } from './route.js';
import { bar, estimateCell, suggested } from './suggested.js';
import { count, counted, percent, sourceName } from './words.js';

const EVERY_MILLIS = 10_000;

const FIGURES = [
  { name: 'precision', title: 'Precision', words: 'of what is reported are defects', none: 'Label some reported images.' },
  { name: 'falseAlarmRate', title: 'False alarms', words: 'of the normal images are reported', none: 'Label some reported images, and turn the review queue on.' },
  { name: 'recall', title: 'Recall', words: 'of the defects are reported', none: 'Label reported images and those of the review queue.' },
];

/** What the false-alarm rate is compared with: one α, or in words those of several bundles. */
function alphaWords(data) {
  if (data.alphaLow !== undefined) {
    return `; α is ${percent(data.alphaLow)} to ${percent(data.alphaHigh)}, by bundle`;
  }
  return data.alpha === undefined ? '' : `; α is ${percent(data.alpha)}`;
}

function figure({ name, title, words, none }, data) {
  const estimate = data.all[name];
  if (!estimate) {
    return el('section', { class: 'estimate' }, el('h3', {}, title), el('p', { class: 'none' }, none));
  }
  const isRate = name === 'falseAlarmRate';
  const scale = isRate ? 1.1 * Math.max(estimate.high, data.alpha ?? 0) : 1;
  return el(
    'section',
    { class: 'estimate' },
    el('h3', {}, title),
    el('p', { class: 'big' }, percent(estimate.value)),
    el('p', {}, words + (isRate ? alphaWords(data) : '')),
    bar(estimate, scale, isRate ? data.alpha : undefined),
    el('p', { class: 'quiet' }, `${percent(estimate.low)} to ${percent(estimate.high)}, ${counted(estimate.labels, 'label')}`),
  );
}

const row = (source) =>
  el(
    'tr',
    { role: 'row' },
    el('th', { scope: 'row', role: 'rowheader' }, el('a', { href: address('source', source.source) }, el('bdi', {}, sourceName(source.source)))),
    estimateCell('precision', source.precision),
    estimateCell('recall', source.recall),
    el('td', { 'data-label': 'reported', role: 'cell' }, count(source.reported)),
    el('td', { 'data-label': 'labels', role: 'cell' }, count((source.recall ?? source.precision)?.labels ?? 0)),
  );

function table(data) {
  if (data.sources.length === 0) {
    return el('p', { class: 'none' }, 'No source has labels yet.');
  }
  const heads = ['source', 'precision', 'recall', 'reported', 'labels'];
  return el(
    'table',
    { role: 'table', class: 'stack' },
    el('caption', {}, `By source, the worst precision first${data.moreSources ? `; ${count(data.moreSources)} more are not listed` : ''}`),
    el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' }, ...heads.map((head) => el('th', { scope: 'col', role: 'columnheader' }, head)))),
    el('tbody', { role: 'rowgroup' }, ...data.sources.map(row)),
  );
}

function open(main) {
  let closed = false;
  let last = '';
  const head = el('p', { class: 'quiet', role: 'status' }, 'reading …');
  const place = el('div', { class: 'quality' });
  main.replaceChildren(
    el('div', { class: 'viewhead' }, el('button', { type: 'button', onclick: back }, '← Back'), el('h2', { tabindex: '-1' }, 'Quality'), head),
    place,
  );

  function show(data, others) {
    setText(head, data.ready ? `Images of the last ${counted(Math.round(data.windowMillis / 86_400_000) || 1, 'day')}` : 'The labels are being read …');
    const now = JSON.stringify([data, others]);
    if (!data.ready || now === last) {
      return; // what is unchanged keeps its selection and its focus
    }
    last = now;
    const notes = [];
    if (data.waiting) {
      notes.push(el('a', { href: address('review') }, `${counted(data.waiting, 'image')} ${data.waiting === 1 ? 'waits' : 'wait'} for a label`));
    }
    if (data.unresolved) {
      notes.push(el('span', {}, `No verdict is known for ${counted(data.unresolved, 'label')}`));
    }
    place.replaceChildren(
      el('div', { class: 'estimates' }, ...FIGURES.map((one) => figure(one, data))),
      el('p', { class: 'notes' }, ...notes),
      el(
        'p',
        { class: 'quiet' },
        'Each interval covers the true value in at least 95 of 100 cases, if people label a random part of what they see: label images as they come.',
      ),
      el('section', { 'aria-label': 'By source' }, table(data)),
      el(
        'section',
        { 'aria-label': 'Other α' },
        suggested(others, { inForce: others.alpha }),
        el('p', {}, el('a', { href: address('whatif') }, 'Try another α on the images of the last hours')),
      ),
    );
  }

  async function load() {
    try {
      const [data, others] = await Promise.all([ask('quality'), ask('suggest')]);
      if (!closed) {
        show(data, others);
      }
    } catch (e) {
      if (!closed) {
        setText(head, e.status === 404 ? 'Labels are off: set topics.feedback.' : e.message);
      }
    }
  }

  const timer = setInterval(load, EVERY_MILLIS);
  const forget = keys([{ key: 'Escape', words: 'back', act: back }]);
  load();
  return {
    title: 'Quality',
    close() {
      closed = true;
      clearInterval(timer);
      forget();
    },
  };
}

export const start = () => view('quality', 'Quality', open);
