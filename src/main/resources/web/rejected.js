// Images that could not be scored, with the reason.

import { byId, el, reconcile, setText } from './dom.js';
import { count, dateAndTime, sourceName, time } from './words.js';

const KEPT = 60;
const FEW = 8;

const known = new Map();
let everything = false;

export function start(changed) {
  byId('rejected-more').addEventListener('click', () => {
    everything = !everything;
    changed();
  });
}

export function take(data) {
  known.set(data.image, data);
  if (known.size > KEPT) {
    known.delete([...known.values()].reduce((a, b) => (b.at < a.at ? b : a)).image);
  }
}

export function forget() {
  known.clear();
}

const cell = (label, text) => el('td', { 'data-label': label, role: 'cell' }, text);

function row(one) {
  const when = cell('time', time(one.at));
  when.title = dateAndTime(one.at);
  const element = el(
    'tr',
    { role: 'row' },
    when,
    el('th', { scope: 'row', role: 'rowheader' }, sourceName(one.source)),
    cell('reason', one.reason),
    cell('detail', one.detail ?? ''),
    cell('image', `${one.image}, ${count(one.bytes)} bytes`),
  );
  return { element, show() {} };
}

export function draw(shown) {
  const all = [...known.values()].filter((one) => shown(one.source)).sort((a, b) => b.at - a.at);
  reconcile(byId('rejected-list'), everything ? all : all.slice(0, FEW), (one) => one.image, row);
  byId('rejected-none').hidden = all.length > 0;
  const more = byId('rejected-more');
  more.hidden = all.length <= FEW;
  setText(more, everything ? 'Show fewer' : `Show all ${count(all.length)}`);
  more.setAttribute('aria-expanded', String(everything));
  setText(byId('rejected-count'), all.length ? `newest first, ${count(all.length)} kept` : '');
}
