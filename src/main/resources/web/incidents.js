// Open and recently closed incidents. A screen reader announces openings and closings, but no images.

import { byId, reconcile, setText } from './dom.js';
import { emptiness, tally } from './filter.js';
import { group, incident, kind, together } from './outage.js';
import { known, now } from './reading.js';
import { setAlarms } from './route.js';
import { count, sourceName } from './words.js';

const CLOSED_KEPT = 100;
const CLOSED_SHOWN = 20;
const ROWS = 40;
const SPOKEN_MILLIS = 60_000;

const open = new Map();
const over = new Map();
let counts = new Map(); // by incident: images and anomalies since it opened, and from when they are counted
let allSources = 0;
let refresh = () => {};

export function start(changed) {
  refresh = changed;
}

function speak(text, at) {
  if (now() - at < SPOKEN_MILLIS) {
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

export function progress(data) {
  counts = new Map(data.incidents.map(([id, images, anomalies, from]) => [id, { images, anomalies, from }]));
}

export function sources(data) {
  allSources = data.all;
}

export function forget() {
  open.clear();
  over.clear();
  counts.clear();
  allSources = 0;
}

const withCounts = (one) => ({ ...one, counts: counts.get(one.record.id) });

export function draw(shown) {
  const all = [...open.values()];
  const present = all.filter((one) => shown(one.source)).map(withCounts);
  const rows = together(present);
  reconcile(
    byId('incident-list'),
    rows.slice(0, ROWS).map((row) => ({ ...row, allSources })),
    (row) => row.key,
    (row) => (row.members ? group(refresh) : incident()),
  );
  const rest = byId('incidents-rest');
  rest.hidden = rows.length <= ROWS;
  setText(rest, `and ${count(rows.length - ROWS)} more; filter by source to see them`);
  emptiness(byId('incidents-none'), known('incidents'), all.length, present.length);
  setText(byId('incidents-count'), tally(known('incidents'), all.length, present.length));

  const past = [...over.values()].filter((one) => shown(one.source)).sort((a, b) => b.record.at - a.record.at);
  reconcile(byId('closed-list'), past.slice(0, CLOSED_SHOWN), (one) => one.record.id, incident);
  byId('closed-box').hidden = over.size === 0;
  const newest = past.length > CLOSED_SHOWN ? `, the newest ${CLOSED_SHOWN} listed` : '';
  setText(
    byId('closed-count'),
    tally(true, over.size, past.length, newest),
  );
  setAlarms(open.size);
}
