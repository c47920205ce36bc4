// Open and recently closed incidents. A screen reader announces openings and closings, but no images.

import { byId, el, reconcile, setText } from './dom.js';
import { find, show } from './anomalies.js';
import { count, dateAndTime, duration, number, sourceName, time } from './words.js';

const CLOSED_KEPT = 100;
const CLOSED_SHOWN = 20;
const SPOKEN_MILLIS = 60_000;
const KINDS = { anomalies: 'anomalies', silence: 'silent' };

const open = new Map();
const over = new Map();

const kind = (record) => KINDS[record.kind] ?? String(record.kind);

function speak(text, at) {
  if (Date.now() - at < SPOKEN_MILLIS) {
    setText(byId('spoken'), text); // not the earlier incidents that a new page reads first
  }
}

export function opened(data) {
  open.set(data.record.id, data);
  speak(`Incident: ${sourceName(data.source)}, ${kind(data.record)}`, data.record.at);
}

export function closed(data) {
  open.delete(data.record.id);
  over.set(data.record.id, data);
  if (over.size > CLOSED_KEPT) {
    over.delete(over.keys().next().value);
  }
  speak(`Incident closed: ${sourceName(data.source)}, ${kind(data.record)}`, data.record.at);
}

export function forget() {
  open.clear();
  over.clear();
}

function words(record) {
  const parts = [];
  if (record.kind === 'silence') {
    parts.push(record.last?.timestamp ? `last image ${time(record.last.timestamp)}` : 'no image');
  } else {
    parts.push(`${count(record.anomalous ?? 0)} of ${count(record.images ?? 0)} images`);
    if (record.worst) {
      parts.push(`worst p ${number(record.worst.pValue)}`);
    }
  }
  return parts.join(' · ');
}

function row() {
  const badge = el('span', { class: 'badge' });
  const source = el('span', { class: 'source' });
  const since = el('span', { class: 'since' });
  const about = el('span', { class: 'about' });
  const look = el('button', { type: 'button', class: 'link' }, 'worst image');
  let image = null;
  look.addEventListener('click', () => show(find(image)));
  return {
    element: el('li', {}, badge, source, since, about, look),
    show({ source: name, record }) {
      const ended = record.event === 'closed';
      setText(badge, kind(record));
      badge.dataset.kind = String(record.kind);
      setText(source, sourceName(name));
      source.title = sourceName(name);
      const millis = ended ? record.durationMillis : Date.now() - record.since;
      setText(since, `${ended ? `${time(record.since)}, for` : 'for'} ${duration(millis)}`);
      since.title = dateAndTime(record.since);
      setText(about, words(record));
      const worst = record.worst;
      image = worst ? `${worst.topic}-${worst.partition}-${worst.offset}` : null;
      look.hidden = image === null || !find(image);
      look.setAttribute('aria-label', `worst image of ${sourceName(name)}`);
    },
  };
}

export function draw(shown) {
  const now = [...open.values()].filter((one) => shown(one.source)).sort((a, b) => b.record.since - a.record.since);
  const past = [...over.values()].filter((one) => shown(one.source)).sort((a, b) => b.record.at - a.record.at);
  reconcile(byId('incident-list'), now, (one) => one.record.id, row);
  reconcile(byId('closed-list'), past.slice(0, CLOSED_SHOWN), (one) => one.record.id, row);
  byId('incidents-none').hidden = now.length > 0;
  byId('closed-box').hidden = past.length === 0;
  setText(byId('incidents-count'), now.length ? count(now.length) : '');
  document.title = open.size ? `(${open.size}) Elbowatch` : 'Elbowatch';
}
