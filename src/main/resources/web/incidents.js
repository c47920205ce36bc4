// Open and recently closed incidents. A screen reader announces openings and closings, but no images.

import { byId, reconcile, setText } from './dom.js';
import { emptiness, ofIncident, tally } from './filter.js';
import { handled, worse } from './handling.js';
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

/** Comes for every closed incident, `closed` for the newest: a page that was away may have missed more. */
export function ended(data) {
  open.delete(data.id);
}

export function progress(data) {
  counts = new Map(
    data.incidents.map(([id, images, anomalies, from, imagesSince, anomaliesSince]) => [
      id,
      { images, anomalies, from, imagesSince, anomaliesSince },
    ]),
  );
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

/** An incident with its counts, who looks after it, and whether it is worse since. */
function whole(one) {
  const by = handled(one.record.id);
  const ofIt = counts.get(one.record.id);
  return { ...one, counts: ofIt, by, worse: by !== null && worse(by, ofIt) };
}

/** Closed by a person, while the evidence still holds it open; unless it is worse since. */
const isSettled = (one) => one.by?.act === 'closed' && !one.worse;

const isNew = (one) => one.by === null || one.worse;

/** The incidents of a source, open and closed, the newest first. */
export const ofSource = (source) =>
  [...[...open.values()].map(whole), ...over.values()].filter((one) => one.source === source).sort((a, b) => b.record.since - a.record.since);

export function draw(shown) {
  const all = [...open.values()].map(whole);
  const present = all.filter((one) => shown(one.source, ofIncident(one)));
  const rows = together(present.filter((one) => !isSettled(one)));
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
  const quiet = all.filter((one) => !isNew(one)).length;
  const note = quiet ? `, ${count(quiet)} taken care of` : '';
  setText(byId('incidents-count'), tally(known('incidents'), all.length, present.length, note));
  const settled = present.filter(isSettled).sort((a, b) => b.by.at - a.by.at);
  reconcile(byId('handled-list'), settled.slice(0, ROWS), (one) => one.record.id, incident);
  byId('handled-box').hidden = settled.length === 0;
  setText(byId('handled-count'), `${count(settled.length)}${settled.length > ROWS ? `, the newest ${ROWS} listed` : ''}`);

  const past = [...over.values()].filter((one) => shown(one.source, ofIncident(one))).sort((a, b) => b.record.at - a.record.at);
  reconcile(byId('closed-list'), past.slice(0, CLOSED_SHOWN), (one) => one.record.id, incident);
  byId('closed-box').hidden = over.size === 0;
  const newest = past.length > CLOSED_SHOWN ? `, the newest ${CLOSED_SHOWN} listed` : '';
  setText(
    byId('closed-count'),
    tally(true, over.size, past.length, newest),
  );
  setAlarms(all.filter(isNew).length);
}
