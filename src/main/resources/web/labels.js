// What people say of images: asks the server for the labels that there are, and writes new ones.

import { ask, send } from './ask.js';
import { el, setText } from './dom.js';
import { dateAndTime } from './words.js';

/** The labels with the key that sets each. */
export const LABELS = [
  { label: 'defect', key: 'd', text: 'Defect' },
  { label: 'normal', key: 'n', text: 'Normal' },
  { label: 'unsure', key: 'u', text: 'Unsure' },
];

const known = new Map(); // coordinates -> the record of the feedback topic, or null after a withdrawal
const listeners = new Set();
let writable = false;
let why = ''; // why nobody may label here

/** Asks once whether this client may label and which labels there are. */
export async function load() {
  try {
    const body = await ask('labels');
    writable = body.writable;
    why = body.why ?? '';
    body.labels.forEach((one) => keep(one.key, one.label));
  } catch (e) {
    why = e.status === 404 ? 'Labels are off: topics.feedback is not set.' : `The labels cannot be read: ${e.message}`;
  } finally {
    listeners.forEach((listener) => listener(null));
  }
}

/** Whether this client may label. */
export const mayLabel = () => writable;

/** The label of an image, as in the feedback topic: `{label, kind, comment, by, at, …}`; undefined for none. */
export const labelOf = (image) => known.get(image) ?? undefined;

/** Calls back with the coordinates of each image whose label changes, and with null after `load`. @return stops it */
export function onLabel(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Asks the server for the label of one image that may be older than those of `load`. */
export async function lookUp(image) {
  try {
    keep(image, (await ask(`labels/${encodeURIComponent(image)}`)).label);
  } catch (e) {
    if (e.status !== 404) {
      throw e; // 404: labels are off, which is said already
    }
  }
  return labelOf(image);
}

/**
 * Labels an image.
 *
 * @param image coordinates as text, such as images-2-17
 * @param label defect, normal or unsure; null withdraws the label
 * @param kind of the defect, may be empty
 * @param timestamp of the image; with it the score is found also when Kafka has the image no more
 * @return the record that was written; null after a withdrawal
 * @throws Error whose message is for the user
 */
export async function label(image, label, kind = '', comment = '', timestamp = null) {
  const { label: written } = await send('labels', {
    image,
    label,
    ...(kind && { kind }),
    ...(comment && { comment }),
    ...(timestamp && { timestamp }),
  });
  keep(image, written);
  return written;
}

/**
 * Buttons and the label of one image, for a place in the page. Announces each result to screen readers.
 *
 * @return `element`, `set(label)` for a key press, and `close()`, to be called when it leaves the page
 */
export function labelBar(image, timestamp = null) {
  const kind = el('input', { type: 'text', maxlength: 60, placeholder: 'kind, such as scratch', 'aria-label': 'kind of defect' });
  const said = el('p', { class: 'said', role: 'status' });
  const buttons = LABELS.map((one) =>
    el(
      'button',
      { type: 'button', 'data-label': one.label, 'aria-keyshortcuts': one.key, onclick: () => set(one.label) },
      one.text,
      ' ',
      el('kbd', {}, one.key),
    ),
  );
  const undo = el('button', { type: 'button', class: 'quiet', onclick: () => set(null) }, 'Withdraw');
  const element = el('div', { class: 'labels', role: 'group', 'aria-label': `label of ${image}` }, ...buttons, kind, undo, said);

  async function set(name) {
    if (!writable) {
      setText(said, why);
      return;
    }
    setText(said, 'Saving …');
    try {
      await label(image, name, name === 'defect' ? kind.value.trim() : '', '', timestamp);
    } catch (e) {
      setText(said, e.message);
    }
  }

  function show() {
    const now = labelOf(image);
    buttons.forEach((button) => {
      button.setAttribute('aria-pressed', String(now?.label === button.dataset.label));
      button.disabled = !writable;
    });
    kind.disabled = !writable;
    if (now?.kind && kind.value === '') {
      kind.value = now.kind;
    }
    undo.hidden = !writable || !now;
    setText(said, now ? sentence(now) : writable ? '' : why);
  }

  const stop = onLabel((changed) => (changed === null || changed === image) && show());
  show();
  if (!known.has(image)) {
    lookUp(image).catch((e) => setText(said, `The label cannot be read: ${e.message}`));
  }
  return { element, set, close: stop };
}

function sentence(record) {
  const what = record.kind ? `${record.label} (${record.kind})` : record.label;
  return `${what}, by ${record.by}, ${dateAndTime(record.at)}`;
}

function keep(image, record) {
  known.set(image, record ?? null);
  listeners.forEach((listener) => listener(image));
}
