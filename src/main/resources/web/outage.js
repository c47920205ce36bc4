// The rows of incidents. Many of one kind that began together are one row: a network that fails silences all its sources.

import { el, reconcile, setText } from './dom.js';
import { picture, pictureOf, show as showAnomaly, worst } from './anomalies.js';
import { sourceLink } from './filter.js';
import { controls } from './handling.js';
import { now } from './reading.js';
import { count, counted, date, dateAndTime, duration, number, time, timeOfDay } from './words.js';

const KINDS = { anomalies: 'anomalies', silence: 'silent' };
const MANY = 6;
const GAP_MILLIS = 30_000;
const SPAN_MILLIS = 300_000;
const LISTED = 50;

const expanded = new Set(); // the incidents of the groups that are open

export const kind = (record) => KINDS[record.kind] ?? String(record.kind);

/** Rows, the newest first: single incidents, and groups of those of one kind that began at most 30 s after another. */
export function together(incidents) {
  const clusters = [];
  const latest = new Map(); // by kind
  for (const one of [...incidents].sort((a, b) => a.record.since - b.record.since)) {
    const { kind: name, since } = one.record;
    let cluster = latest.get(name);
    if (!cluster || since - cluster.at(-1).record.since > GAP_MILLIS || since - cluster[0].record.since > SPAN_MILLIS) {
      cluster = [];
      clusters.push(cluster);
      latest.set(name, cluster);
    }
    cluster.push(one);
  }
  return clusters
    .flatMap((cluster) =>
      cluster.length < MANY
        ? cluster.map((one) => ({ ...one, key: one.record.id }))
        : [{ members: cluster, record: cluster[0].record, key: `${cluster[0].record.kind} ${cluster[0].record.id}` }],
    )
    .sort((a, b) => b.record.since - a.record.since);
}

function images(record, counts) {
  const anomalous = record.anomalous ?? 0;
  const all = record.images ?? 0;
  if (record.event === 'closed') {
    return `${count(anomalous)} of ${counted(all, 'image')} anomalous`;
  }
  if (!counts) {
    return `${count(anomalous)} of ${counted(all, 'image')} anomalous when it opened`;
  }
  // An anomaly may be read before its score.
  const later = Math.max(counts.images, counts.anomalies);
  return counts.from
    ? `${count(anomalous)} of ${counted(all, 'image')} anomalous when it opened, ${count(counts.anomalies)} of ${count(later)} since ${time(counts.from)}`
    : `${count(anomalous + counts.anomalies)} of ${counted(all + later, 'image')} anomalous`;
}

/** The images of an incident that the page knows, and the anomalous ones among them. */
function total(record, counts) {
  const later = counts ? Math.max(counts.images, counts.anomalies) : 0;
  return { images: (record.images ?? 0) + later, anomalous: (record.anomalous ?? 0) + (counts?.anomalies ?? 0) };
}

const nameOf = (image) => (image ? `${image.topic}-${image.partition}-${image.offset}` : '');

function about(record, counts, found) {
  if (record.kind === 'silence') {
    return record.last?.timestamp ? `last image ${time(record.last.timestamp)}, ${nameOf(record.last)}` : 'no image yet';
  }
  const parts = [images(record, counts)];
  const p = Math.min(record.worst?.pValue ?? 1, found?.record.verdict?.pValue ?? 1);
  if (record.worst || found) {
    parts.push(`worst p ${number(p)}`);
  }
  if (record.worst && !found) {
    parts.push(`image ${nameOf(record.worst)}`);
  }
  return parts.join(' · ');
}

/** One incident: what, where, since when, how many, and its worst image that is still kept. */
export function incident() {
  const badge = el('span', { class: 'badge' });
  const source = sourceLink();
  const lasts = el('span', { class: 'since' });
  const since = el('time', {});
  const words = el('span', {});
  const frame = el('span', { class: 'frame' });
  const look = el('button', { type: 'button', class: 'look' }, frame, el('span', {}, 'worst image'));
  const handling = controls();
  let image = null;
  let shown = null;
  look.addEventListener('click', () => showAnomaly(image));
  return {
    element: el('li', {}, badge, source.element, lasts, el('p', { class: 'about' }, since, words), look, handling.element),
    show({ source: name, record, counts, worse }) {
      const ended = record.event === 'closed';
      setText(badge, kind(record));
      badge.dataset.kind = String(record.kind);
      source.show(name);
      setText(lasts, `for ${duration(ended ? record.durationMillis : Math.max(0, now() - record.since))}`);
      setText(since, `since ${time(record.since)}`);
      since.dateTime = date(record.since).toISOString();
      since.title = dateAndTime(record.since);
      image = record.kind === 'silence' ? null : worst(name, record.since, ended ? record.at : Infinity, nameOf(record.worst));
      setText(words, ` · ${about(record, counts, image)}`);
      look.hidden = image === null;
      const url = image ? pictureOf(image) : null;
      if (url !== shown) {
        shown = url;
        frame.replaceChildren(...(url ? [picture(image, url)] : []));
      }
      frame.hidden = url === null;
      handling.show(record.id, record.kind === 'silence' ? null : total(record, counts), worse);
    },
  };
}

const plural = (record) => (record.kind === 'silence' ? 'silent' : `with ${kind(record)}`);

/** Many incidents as one row, which opens to a list of limited length. */
export function group(refresh) {
  const words = el('span', {});
  const lasts = el('span', { class: 'since' });
  const list = el('ul', { class: 'rows' });
  const rest = el('p', { class: 'quiet' });
  const details = el('details', { class: 'many' }, el('summary', {}, words, lasts), list, rest);
  let members = [];
  details.addEventListener('toggle', () => {
    members.forEach(({ record }) => (details.open ? expanded.add(record.id) : expanded.delete(record.id)));
    refresh();
  });
  return {
    element: el('li', { class: 'group' }, details),
    show(row) {
      ({ members } = row);
      const { record } = row;
      const of = Math.max(row.allSources, members.length);
      setText(words, `${count(members.length)} of ${count(of)} sources ${plural(record)} since ${timeOfDay(record.since)}`);
      words.title = dateAndTime(record.since);
      setText(lasts, `for ${duration(Math.max(0, now() - record.since))}`);
      const isOpen = members.some((one) => expanded.has(one.record.id));
      details.open = isOpen;
      reconcile(list, isOpen ? members.slice(0, LISTED) : [], (one) => one.record.id, incident);
      rest.hidden = members.length <= LISTED;
      setText(rest, `and ${count(members.length - LISTED)} more; filter by source to see them`);
    },
  };
}
