// Which α would have given which precision and recall on the labelled images. Nothing changes by it.

import { el } from './dom.js';
import { address } from './route.js';
import { number, percent } from './words.js';

const COLUMNS = [
  ['precision', 'precision'],
  ['falseAlarmRate', 'false alarms'],
  ['recall', 'recall'],
];

/** A cell with a figure and its interval; a dash where the labels do not tell. */
export const estimateCell = (label, estimate) =>
  el(
    'td',
    { 'data-label': label, role: 'cell' },
    estimate ? `${percent(estimate.value)} (${percent(estimate.low)} – ${percent(estimate.high)})` : '–',
  );

const row = (one, inForce) =>
  el(
    'tr',
    { role: 'row', ...(one.alpha === inForce && { 'aria-current': 'true' }) },
    el('th', { scope: 'row', role: 'rowheader' }, `${number(one.alpha)}${one.alpha === inForce ? ' (in force)' : ''}`),
    ...COLUMNS.map(([name, label]) => estimateCell(label, one[name])),
    el('td', { 'data-label': 'labels', role: 'cell' }, String(one.labels)),
  );

/** What the server suggests, as a table with its doubts. */
export function suggested(data) {
  if (!data.ready) {
    return el('p', { class: 'none' }, 'No image has been decided yet.');
  }
  const doubts = [...new Set(data.alphas.flatMap((one) => one.doubts))];
  const heads = ['α', ...COLUMNS.map(([, label]) => label), 'labels'];
  return el(
    'div',
    {},
    el(
      'table',
      { role: 'table', class: 'suggested' },
      el('caption', {}, 'What another α would have given on the labelled images'),
      el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' }, ...heads.map((head) => el('th', { scope: 'col', role: 'columnheader' }, head)))),
      el('tbody', { role: 'rowgroup' }, ...data.alphas.map((one) => row(one, data.alpha))),
    ),
    ...doubts.map((doubt) => el('p', { class: 'quiet' }, doubt)),
    el('p', {}, el('a', { href: address('whatif') }, 'Try another α on the images of the last hours')),
  );
}
