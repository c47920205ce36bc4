// Single keys. They do nothing while one types, or while a dialog is open, and can be turned off: a voice that is taken for
// keys must not label images (WCAG 2.1.4). The key ? lists those that work now.

import { byId, closable, el } from './dom.js';

const OFF = 'elbowatch.keys';
const active = new Set();

/**
 * Makes keys work until the returned function is called; of two for one key the later works.
 *
 * @param list of `{key, words, act, repeats}`: the key as in KeyboardEvent.key, what it does, the action, and whether a key
 *     that is held down repeats it; else one press acts once
 */
export function keys(list) {
  active.add(list);
  return () => active.delete(list);
}

function stored() {
  try {
    return localStorage.getItem(OFF) !== 'off';
  } catch {
    return true; // no storage in this browser
  }
}

let on = stored();

function set(wanted) {
  on = wanted;
  try {
    localStorage.setItem(OFF, on ? 'on' : 'off');
  } catch {
    // Without storage it holds until the page is closed.
  }
}

const named = { Escape: 'Esc', ArrowLeft: '←', ArrowRight: '→' };

/** Shows the keys that work now. */
export function help() {
  const rows = new Map();
  [...active].flat().forEach((one) => rows.set(one.key, one));
  byId('keys-list').replaceChildren(
    ...[...rows.values()].map(({ key, words }) => el('div', {}, el('dt', {}, el('kbd', {}, named[key] ?? key)), el('dd', {}, words))),
  );
  byId('keys-on').checked = on;
  byId('keys').showModal();
}

const PRESSED = ['range', 'checkbox', 'radio', 'button'];

const typing = (target) =>
  target.isContentEditable || (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !PRESSED.includes(target.type));

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector('dialog[open]')) {
    return;
  }
  if (typing(event.target) || (!on && event.key.length === 1)) {
    return;
  }
  const found = [...active].flat().findLast((one) => one.key === event.key);
  if (found) {
    event.preventDefault();
    if (!event.repeat || found.repeats) {
      found.act(event);
    }
  }
}

export function start() {
  const dialog = byId('keys');
  closable(dialog);
  byId('keys-open').addEventListener('click', help);
  byId('keys-close').addEventListener('click', () => dialog.close());
  byId('keys-on').addEventListener('change', (event) => set(event.target.checked));
  addEventListener('keydown', pressed);
  keys([{ key: '?', words: 'this list', act: help }]);
}
