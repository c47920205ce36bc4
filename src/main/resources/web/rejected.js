// Images that could not be scored, with the reason.

import { byId, el, reconcile, setText } from './dom.js';
import { emptiness, sourceLink, tally } from './filter.js';
import { known } from './reading.js';
import { count, counted, dateAndTime, time } from './words.js';

const KEPT = 60;
const FEW = 8;

const kept = new Map();
let everything = false;

export function start(changed) {
  byId('rejected-more').addEventListener('click', () => {
    everything = !everything;
    changed();
  });
}

export function take(data) {
  kept.set(data.image, data);
  if (kept.size > KEPT) {
    kept.delete([...kept.values()].reduce((a, b) => (b.at < a.at ? b : a)).image);
  }
}

export function forget() {
  kept.clear();
}

const cell = (label, text) => el('td', { 'data-label': label, role: 'cell' }, text);

function row(one) {
  const when = cell('time', time(one.at));
  when.title = dateAndTime(one.at);
  const source = sourceLink();
  source.show(one.source);
  const element = el(
    'tr',
    { role: 'row' },
    when,
    el('th', { scope: 'row', role: 'rowheader' }, source.element),
    cell('reason', one.reason),
    cell('detail', one.detail ?? ''),
    cell('image', `${one.image}, ${counted(one.bytes, 'byte')}`),
  );
  return { element, show() {} };
}

export function draw(shown) {
  const all = [...kept.values()].filter((one) => shown(one.source, { from: one.at })).sort((a, b) => b.at - a.at);
  reconcile(byId('rejected-list'), everything ? all : all.slice(0, FEW), (one) => one.image, row);
  emptiness(byId('rejected-none'), known('rejected'), kept.size, all.length, 'None yet.');
  const more = byId('rejected-more');
  more.hidden = all.length <= FEW;
  setText(more, everything ? 'Show fewer' : `Show all ${count(all.length)}`);
  more.setAttribute('aria-expanded', String(everything));
  setText(byId('rejected-count'), tally(known('rejected'), kept.size, all.length, ' kept, newest first'));
}
