// The filter by source. It is in the address of the page: it survives a reload, can be sent to others, and "back" undoes it.

import { byId, el, setText } from './dom.js';
import { address as viewAddress } from './route.js';
import { count, sourceName } from './words.js';

const PARAMETER = 'source';

let text = '';
let typing = false;
let changed = () => {};

const isOn = () => text !== '';

/** Whether the filter hides something. */
export const active = () => isOn();

export const matches = (source) => !isOn() || sourceName(source).toLowerCase().includes(text);

function use(written) {
  text = written.trim().toLowerCase();
  byId('filter-line').hidden = !isOn();
  setText(byId('filter-text'), written.trim());
  changed();
}

function address(written) {
  const url = new URL(location.href);
  if (written.trim()) {
    url.searchParams.set(PARAMETER, written);
  } else {
    url.searchParams.delete(PARAMETER);
  }
  return url;
}

/** Filters by this text. */
export function set(written) {
  if (written === byId('filter').value) {
    return;
  }
  history.pushState(null, '', address(written));
  byId('filter').value = written;
  use(written);
}

function fromAddress() {
  const written = new URL(location.href).searchParams.get(PARAMETER) ?? '';
  byId('filter').value = written;
  use(written);
}

export function start(draw) {
  changed = draw;
  const input = byId('filter');
  input.addEventListener('input', () => {
    // One entry in the history for all that is typed at once.
    history[typing ? 'replaceState' : 'pushState'](null, '', address(input.value));
    typing = true;
    use(input.value);
  });
  input.addEventListener('change', () => {
    typing = false;
  });
  byId('filter-form').addEventListener('submit', (event) => event.preventDefault());
  byId('filter-off').addEventListener('click', () => {
    set('');
    input.focus();
  });
  addEventListener('popstate', fromAddress);
  fromAddress();
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
