// Which α would have given which precision and recall on the labelled images. Nothing changes by it.

import { el } from './dom.js';
import { number, percent } from './words.js';

const COLUMNS = [
  ['precision', 'precision'],
  ['falseAlarmRate', 'false alarms'],
  ['recall', 'recall'],
];

/** An interval as a bar from 0 to the end of the scale; a line marks the limit, if there is one. */
export function bar(estimate, scale, limit) {
  const at = (share) => `${Math.min(100, (100 * share) / scale)}%`;
  const range = el('span', { class: 'range' });
  range.style.left = at(estimate.low);
  range.style.width = at(estimate.high - estimate.low);
  const dot = el('span', { class: 'dot' });
  dot.style.left = at(estimate.value);
  const bars = [range, dot];
  if (limit !== undefined) {
    const line = el('span', { class: 'limit' });
    line.style.left = at(limit);
    bars.push(line);
  }
  return el('div', { class: 'interval', 'aria-hidden': 'true' }, ...bars);
}

/** A figure and its interval as text; a dash where the labels do not tell. */
export const estimateText = (estimate) =>
  estimate ? `${percent(estimate.value)} (${percent(estimate.low)} – ${percent(estimate.high)})` : '–';

/** A cell of it. @param bars of the figure, drawn below the text */
export const estimateCell = (label, estimate, ...bars) =>
  el('td', { 'data-label': label, role: 'cell' }, el('span', {}, estimateText(estimate)), ...bars);

/** What one α would have given, as a sentence. */
export function sentence(one) {
  const known = COLUMNS.filter(([name]) => one[name]).map(([name, label]) => `${label} ${estimateText(one[name])}`);
  return `${one.labels} labelled image${one.labels === 1 ? '' : 's'} would be reported${known.length ? `: ${known.join(', ')}` : ''}.`;
}

function row(one, scales, { inForce, chosen, choose, largest }) {
  const text = `${number(one.alpha)}${one.alpha === inForce ? ' (in force)' : ''}`;
  const current = one.alpha === (chosen ?? inForce);
  return el(
    'tr',
    { role: 'row', ...(current && { 'aria-current': 'true' }) },
    el(
      'th',
      { scope: 'row', role: 'rowheader' },
      choose && !current && one.alpha <= largest ? el('button', { type: 'button', 'aria-label': `Try α ${number(one.alpha)}`, onclick: () => choose(one.alpha) }, text) : text,
    ),
    ...COLUMNS.map(([name, label]) => {
      const estimate = one[name];
      const bars = estimate ? [bar(estimate, scales[name], name === 'falseAlarmRate' ? one.alpha : undefined)] : [];
      return estimateCell(label, estimate, ...bars);
    }),
    el('td', { 'data-label': 'labels', role: 'cell' }, String(one.labels)),
  );
}

/**
 * What the server suggests, as a table with its doubts.
 *
 * @param marks `inForce`, the α in force; `chosen`, the one that is looked at, if another; `choose(α)` looks at another,
 *   at most `largest`
 */
export function suggested(data, marks) {
  if (!data.ready) {
    return el('p', { class: 'none' }, 'No image has been decided yet.');
  }
  const doubts = [...new Set(data.alphas.flatMap((one) => one.doubts))];
  const heads = ['α', ...COLUMNS.map(([, label]) => label), 'labels'];
  const rates = data.alphas.flatMap((one) => (one.falseAlarmRate ? [one.falseAlarmRate.high, one.alpha] : []));
  const scales = { precision: 1, recall: 1, falseAlarmRate: Math.min(1, 1.05 * Math.max(...rates, 0)) };
  return el(
    'div',
    {},
    el(
      'table',
      { role: 'table', class: 'stack suggested' },
      el('caption', {}, 'What another α would have given on the labelled images'),
      el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' }, ...heads.map((head) => el('th', { scope: 'col', role: 'columnheader' }, head)))),
      el('tbody', { role: 'rowgroup' }, ...data.alphas.map((one) => row(one, scales, marks))),
    ),
    ...doubts.map((doubt) => el('p', { class: 'quiet' }, doubt)),
  );
}
