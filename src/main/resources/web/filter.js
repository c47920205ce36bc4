// The filters: by source, kind of incident, score, p-value and time. They are in the address of the page: they survive a
// reload, can be sent to others, and "back" undoes them.

import { byId, el, setText } from './dom.js';
import { now } from './reading.js';
import { address as viewAddress, go, here, onRoute } from './route.js';
import { NAMES, count, dateAndTime, sourceName } from './words.js';

const KINDS = { anomalies: 'with anomalies', silence: 'silent' };
const TIMES = { '5m': ['last 5 minutes', 300_000], '1h': ['last hour', 3_600_000], '24h': ['last 24 hours', 86_400_000] };
const FIELDS = ['source', 'kind', 'score', 'p', 'time', 'from', 'to'];

let filters = {}; // what is set, by field
let typing = false;
let changed = () => {};

const isOn = () => Object.keys(filters).length > 0;

/** Whether the filter hides something. */
export const active = () => isOn();

const millis = (text) => {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? null : at;
};

/** Whether something that lasted from a time to another lies in the time of the filter. */
function inTime(from, to) {
  const first = millis(filters.from) ?? (TIMES[filters.time] ? now() - TIMES[filters.time][1] : -Infinity);
  const last = millis(filters.to) ?? Infinity;
  return to >= first && from <= last;
}

/**
 * Whether the filter lets something through.
 *
 * @param facts what is known of it: `kind` of an incident, `scores` that made an image anomalous, its `p`, and when it
 *     lasted `from` and `to`; the filter asks for nothing else
 */
export function matches(source, facts = {}) {
  return (
    (!filters.source || sourceName(source).toLowerCase().includes(filters.source.trim().toLowerCase())) &&
    (!filters.kind || facts.kind === undefined || facts.kind === filters.kind) &&
    (!filters.score || facts.scores === undefined || facts.scores.includes(filters.score)) &&
    (!filters.p || facts.p === undefined || facts.p <= Number(filters.p)) &&
    (facts.from === undefined || inTime(facts.from, facts.to ?? facts.from))
  );
}

/** What the filter knows of an anomaly. */
export const ofAnomaly = ({ record, at }) => ({
  scores: (Array.isArray(record.reasons) ? record.reasons : [{ score: record.verdict?.score }]).map((one) => one.score),
  p: record.verdict?.pValue ?? 1,
  from: at,
});

/** What the filter knows of an incident. */
export const ofIncident = ({ record }) => ({
  kind: record.kind,
  from: record.since,
  to: record.event === 'closed' ? record.at : Infinity,
});

function words() {
  const parts = [];
  if (filters.kind) {
    parts.push(`incidents ${KINDS[filters.kind] ?? filters.kind}`);
  }
  if (filters.score) {
    parts.push(`anomalies by ${NAMES[filters.score] ?? filters.score}`);
  }
  if (filters.p) {
    parts.push(`p at most ${filters.p}`);
  }
  if (millis(filters.from) !== null || millis(filters.to) !== null) {
    parts.push([['from', filters.from], ['to', filters.to]].filter(([, at]) => millis(at) !== null).map(([name, at]) => `${name} ${dateAndTime(millis(at))}`).join(' '));
  } else if (TIMES[filters.time]) {
    parts.push(TIMES[filters.time][0]);
  }
  return parts.join(' · ');
}

function use(fields) {
  filters = Object.fromEntries(Object.entries(fields).filter(([, value]) => value && value.trim()));
  const others = words();
  byId('filter-line').hidden = !isOn();
  byId('filter-source').hidden = !filters.source;
  setText(byId('filter-text'), (filters.source ?? '').trim());
  setText(byId('filter-others'), others ? ` Filtered: ${others}.` : '');
  setText(byId('filter-more-text'), others ? 'Filters (on)' : 'Filters');
  changed();
}

function address(fields) {
  const query = new URLSearchParams(Object.entries(fields).filter(([, value]) => value && value.trim()));
  return `#/${String(query) && `?${query}`}`;
}

const input = (field) => byId(field === 'source' ? 'filter' : `filter-${field}`);

function show(fields) {
  FIELDS.forEach((field) => {
    const element = input(field);
    const value = fields[field] ?? '';
    if (element.tagName === 'SELECT' && ![...element.options].some((option) => option.value === value)) {
      element.append(el('option', { value }, value)); // an address written by hand
    }
    if (element.value !== value) {
      element.value = value;
    }
  });
}

/** Filters by this source. */
export function set(source) {
  if (source === (filters.source ?? '') && here().name === '') {
    return;
  }
  const fields = { ...filters, source };
  if (here().name !== '') {
    go(address(fields));
    return;
  }
  history.pushState(null, '', address(fields));
  show(fields);
  use(fields);
}

function fromInputs(replace) {
  const fields = Object.fromEntries(FIELDS.map((field) => [field, input(field).value]));
  if (here().name !== '') {
    go(address(fields)); // the filter is of the overview
    return;
  }
  history[replace ? 'replaceState' : 'pushState'](null, '', address(fields));
  use(fields);
}

export function start(draw) {
  changed = draw;
  const source = byId('filter');
  source.addEventListener('input', () => {
    // One entry in the history for all that is typed at once.
    fromInputs(typing);
    typing = true;
  });
  source.addEventListener('change', () => {
    typing = false;
  });
  FIELDS.filter((field) => field !== 'source').forEach((field) => input(field).addEventListener('change', () => fromInputs(false)));
  byId('filter-form').addEventListener('submit', (event) => event.preventDefault());
  byId('filter-off').addEventListener('click', () => {
    show({});
    fromInputs(false);
    source.focus();
  });
  const old = new URL(location.href).searchParams.get('source'); // as addresses of earlier versions have it
  if (old && !location.hash) {
    history.replaceState(null, '', `${location.pathname}${address({ source: old })}`);
  }
  const fromAddress = ({ name, query }) => {
    if (name !== '') {
      byId('filter-line').hidden = true; // nothing is filtered here
    } else {
      const fields = Object.fromEntries(FIELDS.map((field) => [field, query.get(field) ?? '']));
      show(fields);
      use(fields);
    }
  };
  addEventListener('popstate', () => fromAddress(here()));
  onRoute(fromAddress);
}

/** A source's name, whole in its title and while it has the focus: a link to its page. */
export function sourceLink() {
  const name = el('bdi', {});
  const element = el('a', { class: 'name source' }, name);
  return {
    element,
    show(source) {
      const shown = sourceName(source);
      setText(name, shown);
      element.title = shown;
      element.href = viewAddress('source', source);
    },
  };
}

/** The count of a list in its head: all of it, which no filter hides, and how many of these are shown. */
export function tally(known, all, shown, note = '') {
  if (all === 0) {
    return known ? '0' : '…';
  }
  return `${count(all)}${note}${active() ? `; ${count(shown)} shown by the filter` : ''}`;
}

/** The line in place of a list without entries: not known, none, or none that the filter shows. */
export function emptiness(element, known, all, shown, none = 'None.') {
  element.hidden = shown > 0;
  setText(element, all > 0 ? `None of ${count(all)} is shown by the filter.` : known ? none : '… not read yet');
}
