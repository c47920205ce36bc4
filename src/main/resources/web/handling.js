// What people do with incidents: acknowledge, comment, close. It comes back through the topic, to every page.

import { ask, send } from './ask.js';
import { el, reconcile, setText } from './dom.js';
import { dateAndTime, timeOfDay } from './words.js';

const LISTED = 20;
/** Fewer anomalies after somebody has taken care say nothing of a change. */
const MANY = 5;
const Z95 = 1.96;

const records = new Map(); // by key of the record
const incidents = new Map(); // by incident: a map of its records by key
const listeners = new Set();
const drafts = new Map(); // by incident: `{act, text}` that somebody types; its row may be made anew meanwhile
let author = ''; // empty for nobody
let topic = false;

/** Asks once whether this client may do anything. Without an answer it may only look. */
export async function load() {
  try {
    const body = await ask('incidents');
    topic = body.topic;
    author = body.author ?? '';
  } catch {
    topic = false; // the banner of the connection says what is wrong
  }
  listeners.forEach((listener) => listener());
}

export const mayHandle = () => topic && author !== '';

/** Calls back whenever something of an incident is new. */
export function onHandling(listener) {
  listeners.add(listener);
}

/** Takes what came from the topic; a record of null takes back the one before with its key. */
export function take({ key, record }) {
  const before = records.get(key);
  if (before) {
    incidents.get(before.incident).delete(key);
    records.delete(key);
  }
  if (record) {
    records.set(key, record);
    const ofIt = incidents.get(record.incident) ?? new Map();
    incidents.set(record.incident, ofIt.set(key, record));
  }
}

export function forget() {
  records.clear();
  incidents.clear();
}

const find = (id, act) => [...(incidents.get(id)?.values() ?? [])].find((one) => one.act === act);

/** Who looks after an incident: the record of its closing, of its acknowledgement, or null. */
export const handled = (id) => find(id, 'closed') ?? find(id, 'acknowledged') ?? null;

const history = (id) => [...(incidents.get(id)?.values() ?? [])].sort((a, b) => a.at - b.at);

/** The lower end of Wilson's 95 % interval of a share. */
function atLeast(some, all) {
  const p = some / all;
  const z = Z95 * Z95;
  return (p + z / (2 * all) - Z95 * Math.sqrt((p * (1 - p) + z / (4 * all)) / all)) / (1 + z / all);
}

/**
 * Whether an incident is worse since somebody took care of it: the share of anomalous images since then is higher than it
 * was, by more than chance.
 *
 * @param counts with the images `since` then and the anomalous ones among them
 */
export function worse(record, counts) {
  if (!record?.seen || !counts || counts.anomaliesSince < MANY || record.seen.images === 0) {
    return false;
  }
  // An anomaly may be read before its score.
  const images = Math.max(counts.imagesSince, counts.anomaliesSince);
  return atLeast(counts.anomaliesSince, images) > record.seen.anomalous / record.seen.images;
}

/** Does something with an incident. @throws Error whose message is for the user */
async function act(id, body) {
  const said = await send(`incidents/${encodeURIComponent(id)}`, body);
  if (said.withdrawn) {
    take({ key: `${id}/${said.withdrawn}`, record: null });
  } else {
    const { key, ...record } = said;
    take({ key, record });
  }
  listeners.forEach((listener) => listener());
}

const DONE = { acknowledged: 'acknowledged it', commented: 'said', closed: 'closed it' };

function line() {
  const by = el('bdi', {});
  const what = el('span', {});
  const words = el('bdi', {});
  const when = el('time', {});
  return {
    element: el('li', {}, by, what, words, when),
    show(record) {
      setText(by, record.by);
      setText(what, ` ${DONE[record.act]}${record.comment ? ': ' : ''}`);
      setText(words, record.comment ?? '');
      setText(when, ` ${timeOfDay(record.at)}`);
      when.title = dateAndTime(record.at);
    },
  };
}

/** What was done with an incident, and the buttons to do more. `show(id, seen, worse)` sets the incident. */
export function controls() {
  const said = el('p', { class: 'said', role: 'status' });
  const state = el('p', { class: 'who' });
  const lines = el('ul', { class: 'past' });
  const words = el('input', { type: 'text', maxlength: 1000, 'aria-label': 'comment' });
  const send1 = el('button', { type: 'submit' });
  const form = el('form', { class: 'words', hidden: true }, words, send1, el('button', { type: 'button', onclick: () => cancel() }, 'Cancel'));
  const acknowledge = el('button', { type: 'button', onclick: () => run({ act: 'acknowledged' }) }, 'Acknowledge');
  const comment = el('button', { type: 'button', onclick: () => begin('commented') }, 'Comment');
  const end = el('button', { type: 'button', onclick: () => begin('closed') }, 'Close');
  const back = el('button', { type: 'button', class: 'link', onclick: () => run({ act: last.act, withdraw: true }) }, 'Take back');
  const buttons = el('div', { class: 'acts', role: 'group', 'aria-label': 'what to do' }, acknowledge, comment, end, back);
  const element = el('div', { class: 'handling' }, state, lines, buttons, form, said);
  let id = '';
  let seen = null;
  let last = null;

  /** Shows what is typed of the incident; nothing once it is sent or cancelled. */
  function showDraft() {
    const draft = drafts.get(id);
    form.hidden = draft === undefined;
    const isClosing = draft?.act === 'closed';
    setText(send1, isClosing ? 'Close' : 'Comment');
    words.placeholder = isClosing ? 'what was it? (may be empty)' : 'comment';
    words.required = !isClosing;
    send1.disabled = draft?.saving === true;
    if (draft?.said) {
      setText(said, draft.said);
    }
    const text = draft?.text ?? '';
    if (words.value !== text) {
      words.value = text;
    }
  }

  function begin(act) {
    drafts.set(id, { act, text: words.value });
    showDraft();
    words.focus();
  }

  function cancel() {
    const isClosing = drafts.get(id)?.act === 'closed';
    drafts.delete(id);
    showDraft();
    setText(said, '');
    (isClosing ? end : comment).focus();
  }

  /** @param sent the draft, which another row of the incident may show meanwhile */
  async function run(body, sent = {}) {
    const of = id;
    sent.saving = true;
    sent.said = 'Saving …';
    setText(said, sent.said);
    showDraft();
    try {
      await act(of, { ...body, ...(seen && { seen }) });
      sent.said = '';
      if (drafts.get(of) === sent) {
        drafts.delete(of); // what was not typed on meanwhile
      }
    } catch (e) {
      sent.said = e.message;
    }
    sent.saving = false;
    setText(said, sent.said);
    showDraft();
    listeners.forEach((listener) => listener());
  }

  words.addEventListener('input', () => drafts.set(id, { act: drafts.get(id)?.act ?? 'commented', text: words.value }));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const draft = drafts.get(id);
    if (!draft || draft.saving) {
      return; // sent or cancelled in another row of this incident
    }
    const text = draft.text.trim();
    run({ act: draft.act, ...(text && { comment: text }) }, draft);
  });
  return {
    element,
    show(incident, images, isWorse) {
      id = incident;
      seen = images;
      last = handled(id);
      const past = history(id);
      element.hidden = past.length === 0 && !mayHandle();
      showDraft();
      buttons.hidden = !mayHandle();
      acknowledge.hidden = last !== null;
      end.hidden = last?.act === 'closed';
      back.hidden = last === null;
      state.hidden = !isWorse;
      setText(state, isWorse ? `worse since ${last.by} ${DONE[last.act]} at ${timeOfDay(last.at)}` : '');
      lines.hidden = past.length === 0;
      reconcile(lines, past.slice(-LISTED), (record) => `${record.act} ${record.at} ${record.by}`, line);
    },
  };
}
