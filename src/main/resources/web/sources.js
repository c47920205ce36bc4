// The sources: those with an incident first, then those with the most anomalies.

import { byId, el, reconcile, setText } from './dom.js';
import { emptiness, sourceLink, tally } from './filter.js';
import { known, now } from './reading.js';
import { count, duration } from './words.js';

const FEW = 12;

let sources = [];
let all = 0;
let everything = false;

export function start(changed) {
  byId('sources-more').addEventListener('click', () => {
    everything = !everything;
    changed();
  });
}

export function take(data) {
  all = data.all;
  sources = data.sources.map(([name, images, anomalies, rejected, last, incidents]) => ({ name, images, anomalies, rejected, last, incidents }));
}

export function forget() {
  sources = [];
  all = 0;
}

/** What is counted of a source since reading began; undefined if it is not among those that are listed. */
export const find = (name) => sources.find((source) => source.name === name);

const NOW_MILLIS = 3_000;

const ago = (millis) => (millis < NOW_MILLIS ? 'now' : duration(millis));

const cell = (label) => el('td', { 'data-label': label, role: 'cell' });

function row() {
  const name = sourceLink();
  const images = cell('images');
  const anomalies = cell('anomalous');
  const rejected = cell('rejected');
  const last = cell('last');
  const element = el('tr', { role: 'row' }, el('th', { scope: 'row', role: 'rowheader' }, name.element), images, anomalies, rejected, last);
  return {
    element,
    show(source) {
      name.show(source.name);
      setText(images, count(source.images));
      setText(anomalies, count(source.anomalies));
      setText(rejected, count(source.rejected));
      setText(last, source.last ? ago(now() - source.last) : '–');
      element.dataset.state = source.incidents > 0 ? 'incident' : source.anomalies > 0 ? 'anomalous' : '';
    },
  };
}

export function draw(shown) {
  const found = sources.filter((source) => shown(source.name));
  reconcile(byId('source-list'), everything ? found : found.slice(0, FEW), (source) => source.name, row);
  emptiness(byId('sources-none'), known('scores'), all, found.length, 'None yet.');
  const more = byId('sources-more');
  more.hidden = found.length <= FEW;
  setText(more, everything ? 'Show fewer' : `Show all ${count(found.length)}`);
  more.setAttribute('aria-expanded', String(everything));
  const listed = all > sources.length ? `, the worst ${count(sources.length)} listed` : '';
  setText(byId('sources-count'), tally(known('scores'), all, found.length, listed));
}
