// The sources, the worst first or in another order. Where there are many, the server sends the worst each second and the
// others in parts, one after the other. A limited number of rows is on the page.

import { byId, el, reconcile, setText } from './dom.js';
import { emptiness, sourceLink, tally } from './filter.js';
import { known, now } from './reading.js';
import { count, duration } from './words.js';

const FEW = 12;
const MANY = 500;

const ORDERS = {
  worst: (a, b) => b.incidents - a.incidents || b.anomalies - a.anomalies || b.rejected - a.rejected || (a.name < b.name ? -1 : 1),
  share: (a, b) => share(b) - share(a) || (a.name < b.name ? -1 : 1),
  silent: (a, b) => (a.last || Infinity) - (b.last || Infinity),
  images: (a, b) => b.images - a.images,
  name: (a, b) => (a.name < b.name ? -1 : 1),
};

const share = (source) => (source.images ? source.anomalies / source.images : 0);

const parts = new Map(); // by number of the part; 'worst' for the worst of all
let all = 0;
let everything = false;
let merged = null; // null after something new has come

export function start(changed) {
  byId('sources-more').addEventListener('click', () => {
    everything = !everything;
    changed();
  });
  byId('sources-order').addEventListener('change', changed);
}

export function take(data) {
  const rows = data.sources.map(([name, images, anomalies, rejected, last, incidents]) => ({ name, images, anomalies, rejected, last, incidents }));
  all = data.all;
  merged = null;
  if (data.part === undefined && rows.length >= all) {
    parts.clear();
  }
  parts.set(data.part ?? 'worst', rows);
}

export function forget() {
  parts.clear();
  merged = null;
  all = 0;
}

/** Every source once; what came with the worst is newer than what came with a part. */
function sourcesNow() {
  if (merged === null) {
    const byName = new Map();
    [...parts].sort(([a], [b]) => (a === 'worst') - (b === 'worst')).forEach(([, rows]) => rows.forEach((row) => byName.set(row.name, row)));
    merged = [...byName.values()];
  }
  return merged;
}
/** What is counted of a source since reading began; undefined if it is not among those that are listed. */
export const find = (name) => sourcesNow().find((source) => source.name === name);

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
  const sources = sourcesNow();
  const found = sources.filter((source) => shown(source.name)).sort(ORDERS[byId('sources-order').value] ?? ORDERS.worst);
  reconcile(byId('source-list'), found.slice(0, everything ? MANY : FEW), (source) => source.name, row);
  emptiness(byId('sources-none'), known('scores'), all, found.length, 'None yet.');
  const more = byId('sources-more');
  more.hidden = found.length <= FEW;
  const most = found.length > MANY ? `the first ${count(MANY)} of ${count(found.length)}` : `all ${count(found.length)}`;
  setText(more, everything ? 'Show fewer' : `Show ${most}`);
  more.setAttribute('aria-expanded', String(everything));
  const listed = all > sources.length ? `, ${count(sources.length)} known yet` : '';
  setText(byId('sources-count'), tally(known('scores'), all, found.length, listed));
}
