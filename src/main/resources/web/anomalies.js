// The newest anomalies as pictures. A card opens the details.

import { byId, el, reconcile, setText } from './dom.js';
import { active, emptiness, ofAnomaly, set, tally } from './filter.js';
import { known } from './reading.js';
import { address, go } from './route.js';
import { count, date, dateAndTime, mainReason, number, pictureText, place, sourceName, time } from './words.js';

const PICTURED_KEPT = 100;
const PLAIN_KEPT = 40;
const RUN = 3;
const PAGE = matchMedia('(max-width: 640px)').matches ? 6 : 12;

const kept = new Map();
let held = null; // what is shown while the list is paused, also when newer ones have taken its place in `kept`
let limit = PAGE;

export function start(changed) {
  byId('anomalies-more').addEventListener('click', () => {
    limit += PAGE * 2;
    changed();
  });
  byId('plain').addEventListener('change', changed);
  byId('hold').addEventListener('click', (event) => {
    held = held === null ? new Map(kept) : null;
    event.currentTarget.setAttribute('aria-pressed', String(held !== null));
    changed();
  });
}

/** The oldest anomaly of the source with the most, as the server chooses it: a busy source must not hide the others. */
function superfluous(all) {
  const sizes = new Map();
  all.forEach(({ source }) => sizes.set(source, (sizes.get(source) ?? 0) + 1));
  const most = Math.max(...sizes.values());
  return all.filter(({ source }) => sizes.get(source) === most).reduce((a, b) => (b.at < a.at ? b : a));
}

export function take(anomaly) {
  kept.set(anomaly.image, anomaly);
  const alike = [...kept.values()].filter(({ pictured }) => pictured === anomaly.pictured);
  if (alike.length > (anomaly.pictured ? PICTURED_KEPT : PLAIN_KEPT)) {
    kept.delete(superfluous(alike).image);
  }
}

export function forget() {
  kept.clear();
  held = null;
  byId('hold').setAttribute('aria-pressed', 'false');
}

export const find = (image) => kept.get(image);

export const pictureOf = (anomaly) => (anomaly.pictured ? `/evidence/${encodeURIComponent(anomaly.image)}.png` : null);

/** The picture at this address, or words in its place where the server does not give it. */
export function picture(anomaly, url) {
  const image = el('img', { src: url, alt: pictureText(anomaly), loading: 'lazy', decoding: 'async' });
  image.addEventListener('error', () => image.replaceWith(el('span', { class: 'nopicture' }, 'picture not available')));
  return image;
}

/** The anomaly with the smallest p-value of a source in a time, rather one with a picture; null if none is kept. */
export function worst(source, from, to, named) {
  const p = (one) => one.record.verdict?.pValue ?? 1;
  const better = (a, b) => b.pictured - a.pictured || p(a) - p(b) || (b.image === named) - (a.image === named);
  return [...kept.values()].filter((one) => one.source === source && one.at >= from && one.at <= to).sort(better)[0] ?? null;
}

/** The address of an image, with its time: what was decided is found by it also when the image itself is gone. */
export const imageAddress = (image, at) => `${address('image', image)}${at ? `?at=${at}` : ''}`;

export function show(anomaly) {
  go(imageAddress(anomaly.image, anomaly.at));
}

function card(anomaly) {
  const frame = el('span', { class: 'frame' }, el('span', { class: 'nopicture' }, 'no picture'));
  const source = el('bdi', { class: 'source' });
  const when = el('time', {});
  const p = el('span', { class: 'p' });
  const why = el('span', { class: 'why' });
  const where = el('span', { class: 'where' });
  const button = el(
    'a',
    { href: imageAddress(anomaly.image, anomaly.at), class: 'anomaly' },
    frame,
    el('span', { class: 'line' }, source, p),
    why,
    el('span', { class: 'line low' }, where, when),
  );
  let shown = null;
  return {
    element: el('li', {}, button),
    show(now) {
      setText(source, sourceName(now.source));
      source.title = sourceName(now.source);
      setText(when, time(now.at));
      when.dateTime = date(now.at).toISOString();
      when.title = dateAndTime(now.at);
      setText(p, `p ${number(now.record.verdict?.pValue)}`);
      setText(why, mainReason(now.record));
      setText(where, place(now.record));
      const url = pictureOf(now);
      if (url && url !== shown) {
        shown = url;
        frame.replaceChildren(picture(now, url));
      }
    },
  };
}

/** Replaces the remaining cards of consecutive anomalies of one source; it sets the filter to that source. */
function rest() {
  const button = el('button', { type: 'button', class: 'rest' });
  let source = '';
  button.addEventListener('click', () => {
    set(sourceName(source));
    byId('filter').focus();
  });
  return {
    element: el('li', {}, button),
    show(now) {
      source = now.source;
      button.replaceChildren(`${count(now.more)} more from `, el('bdi', {}, sourceName(source)));
    },
  };
}

/** Keeps the newest cards of consecutive anomalies of one source and counts the rest: a covered lens would fill the page. */
function shortened(anomalies) {
  const items = [];
  for (let i = 0; i < anomalies.length; ) {
    const { source } = anomalies[i];
    let end = i;
    while (end < anomalies.length && anomalies[end].source === source) {
      end += 1;
    }
    const more = end - i - RUN;
    items.push(...anomalies.slice(i, more > 1 ? i + RUN : end));
    if (more > 1) {
      items.push({ more, source, image: `more ${items.filter((item) => item.more).length}` });
    }
    i = end;
  }
  return items;
}

export function draw(shown) {
  const isShown = (anomaly) => shown(anomaly.source, ofAnomaly(anomaly));
  const listed = held === null ? [...kept.values()] : [...held].map(([image, anomaly]) => kept.get(image) ?? anomaly);
  const all = listed.filter(isShown).sort((a, b) => b.at - a.at);
  const isKnown = known('anomalies');
  const plain = all.filter((anomaly) => !anomaly.pictured).length;
  // The pictures of a busy source are limited. Its cards without a picture would push out the cards with one.
  const isWanted = (anomaly) => byId('plain').checked || plain === all.length || anomaly.pictured;
  const wanted = all.filter(isWanted);
  const newer = held === null ? 0 : [...kept.values()].filter((one) => !held.has(one.image) && isShown(one) && isWanted(one)).length;
  const items = active() ? wanted : shortened(wanted);
  reconcile(byId('anomaly-list'), items.slice(0, limit), (item) => item.image, (item) => (item.more ? rest() : card(item)));
  emptiness(byId('anomalies-none'), isKnown, listed.length, all.length, 'None yet.');
  byId('anomalies-more').hidden = items.length <= limit;
  byId('plain-label').hidden = plain === 0 || plain === all.length;
  setText(byId('hold'), held === null ? 'Pause' : `Resume${newer ? ` (${count(newer)} newer)` : ''}`);
  setText(byId('anomalies-count'), tally(isKnown, listed.length, all.length, ' kept, newest first'));
}
