// The newest anomalies as pictures. A card opens the details.

import { byId, el, reconcile, setText } from './dom.js';
import { open } from './details.js';
import { count, dateAndTime, mainReason, number, place, sourceName, time } from './words.js';

const KEPT = 100;
const PAGE = 12;

const known = new Map();
const pictured = new Set();
let held = null; // the ids that are shown while the list is held still
let limit = PAGE;

export function start(changed) {
  byId('anomalies-more').addEventListener('click', () => {
    limit += PAGE * 2;
    changed();
  });
  byId('hold').addEventListener('click', (event) => {
    held = held === null ? new Set(known.keys()) : null;
    event.currentTarget.setAttribute('aria-pressed', String(held !== null));
    changed();
  });
}

export function take(anomaly) {
  known.set(anomaly.image, anomaly);
  if (known.size > KEPT) {
    const oldest = [...known.values()].reduce((a, b) => (b.at < a.at ? b : a));
    known.delete(oldest.image);
    pictured.delete(oldest.image);
  }
}

export function evidence(data) {
  pictured.add(data.image);
  while (pictured.size > 2 * KEPT) {
    pictured.delete(pictured.values().next().value);
  }
}

export function forget() {
  known.clear();
  pictured.clear();
  held = null;
  byId('hold').setAttribute('aria-pressed', 'false');
}

export const find = (image) => known.get(image);

export const pictureOf = (image) => (pictured.has(image) ? `/evidence/${encodeURIComponent(image)}.png` : null);

/** What the picture shows, for who does not see it. */
export function alternative(anomaly) {
  const where = place(anomaly.record);
  return `${sourceName(anomaly.source)}: ${mainReason(anomaly.record)}${where ? `, ${where}` : ''}. Image, reconstruction and where they differ.`;
}

function card(anomaly) {
  const frame = el('span', { class: 'frame' }, el('span', { class: 'nopicture' }, 'no picture'));
  const source = el('span', { class: 'source' });
  const when = el('time', {});
  const p = el('span', { class: 'p' });
  const why = el('span', { class: 'why' });
  const where = el('span', { class: 'where' });
  const button = el(
    'button',
    { type: 'button', class: 'anomaly', onclick: () => open(find(anomaly.image) ?? anomaly, pictureOf(anomaly.image)) },
    frame,
    el('span', { class: 'line' }, source, p),
    why,
    where,
    when,
  );
  let shown = null;
  return {
    element: el('li', {}, button),
    show(now) {
      setText(source, sourceName(now.source));
      source.title = sourceName(now.source);
      setText(when, time(now.at));
      when.dateTime = new Date(now.at).toISOString();
      when.title = dateAndTime(now.at);
      setText(p, `p ${number(now.record.verdict?.pValue)}`);
      setText(why, mainReason(now.record));
      setText(where, place(now.record));
      const url = pictureOf(now.image);
      if (url && url !== shown) {
        shown = url;
        const picture = el('img', { src: url, alt: alternative(now), loading: 'lazy', decoding: 'async' });
        picture.addEventListener('error', () => picture.replaceWith(el('span', { class: 'nopicture' }, 'picture kept no longer')));
        frame.replaceChildren(picture);
      }
    },
  };
}

export function draw(shown) {
  const all = [...known.values()].filter((anomaly) => shown(anomaly.source)).sort((a, b) => b.at - a.at);
  const still = held === null ? all : all.filter((anomaly) => held.has(anomaly.image));
  const newer = all.length - still.length;
  reconcile(byId('anomaly-list'), still.slice(0, limit), (anomaly) => anomaly.image, card);
  byId('anomalies-none').hidden = all.length > 0;
  byId('anomalies-more').hidden = still.length <= limit;
  setText(byId('hold'), held === null ? 'Hold still' : `Go on${newer ? ` (${count(newer)} newer)` : ''}`);
  setText(byId('anomalies-count'), all.length ? `the newest ${count(all.length)}` : '');
}
