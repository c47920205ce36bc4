// The views of the page and their addresses: `#/image/images-2-17`, `#/source/line-1`, `#/review`. The overview is `#/`, also
// with filters as `#/?source=…`. An address works when it is opened directly, and "back" returns to where one was.

import { byId, el } from './dom.js';

const views = new Map();
const listeners = new Set();
let shown = null; // {name, title, close} of the view that is open; null for the overview
let left = null; // where the overview was scrolled to, and what had the focus
let alarms = 0;

/** The address of a view, for a link. */
export const address = (name, ...parts) => `#/${[name, ...parts].map(encodeURIComponent).join('/')}`;

/** What the address of the page names: `{name, parts, query}`. The name is empty for the overview. */
export function here() {
  if (!location.hash.startsWith('#/')) {
    return { name: '', parts: [], query: new URLSearchParams() };
  }
  const [path, query] = location.hash.slice(2).split(/\?(.*)/s);
  const [name, ...parts] = path.split('/').map(decoded);
  return { name, parts, query: new URLSearchParams(query ?? '') };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // written by hand, with a single %
  }
}

/**
 * Makes a view known.
 *
 * @param name the first part of its address
 * @param link the text of its link in the head of the page; empty for none
 * @param open called with the element to fill, the further parts of the address and its query whenever its address is
 *     opened; returns `{title, close}`: a title for the window, and what ends it
 */
export function view(name, link, open) {
  views.set(name, open);
  if (link) {
    byId('views').append(el('a', { href: address(name), 'data-view': name }, link));
  }
}

/** Opens an address. */
export function go(hash) {
  location.hash = hash;
}

/** Back to where the reader came from, or to the overview if the view was opened directly. */
export function back() {
  if (history.state?.within) {
    history.back();
  } else {
    go('#/');
  }
}

/** Calls back whenever the address names something else, and at once. */
export function onRoute(listener) {
  listeners.add(listener);
  listener(here());
}

/** The number of open incidents, in front of the title. */
export function setAlarms(number) {
  alarms = number;
  name();
}

function name() {
  const title = `${alarms ? `(${alarms}) ` : ''}${shown?.title ? `${shown.title} · ` : ''}Elbowatch`;
  if (document.title !== title) {
    document.title = title;
  }
}

function unknown(element) {
  element.replaceChildren(
    el('h2', { tabindex: '-1' }, 'There is no such page'),
    el('p', {}, 'The address is wrong, or of another version. ', el('a', { href: '#/' }, 'To the overview')),
  );
  return { title: 'No such page' };
}

/** Opens a view. One that fails says so: an empty page would look like one that waits. */
function opened({ name, parts, query }, element) {
  const open = views.get(name) ?? unknown;
  try {
    return open(element, parts, query);
  } catch (e) {
    console.error(e);
    element.replaceChildren(
      el('h2', { tabindex: '-1' }, 'This page failed'),
      el('p', { role: 'alert' }, `${e.message}. Load it again; if it fails again, please report it with the version of Elbowatch and of the browser.`),
    );
    return { title: 'Failed' };
  }
}

function leave() {
  shown?.close?.();
  shown = null;
}

function show() {
  const route = here();
  const overview = route.name === '';
  const element = byId('view');
  const wasOverview = shown === null;
  if (wasOverview && !overview) {
    left = { top: scrollY, focus: document.activeElement };
  }
  leave();
  byId('overview').hidden = !overview;
  element.hidden = overview;
  element.replaceChildren();
  if (!overview) {
    shown = { name: route.name, ...opened(route, element) };
    scrollTo(0, 0);
    (element.querySelector('h2') ?? element).focus({ preventScroll: true });
  } else if (!wasOverview && left && !byId('filter-form').contains(document.activeElement)) {
    scrollTo(0, left.top);
    left.focus?.focus?.({ preventScroll: true });
  }
  document.querySelectorAll('#views a').forEach((link) => {
    const current = link.dataset.view === route.name;
    link.toggleAttribute('aria-current', current);
    if (current) {
      link.setAttribute('aria-current', 'page');
    }
  });
  name();
  listeners.forEach((listener) => listener(route));
}

/** Shows what the address names, now and whenever it changes. To be called when all views are known. */
export function start() {
  if (history.state === null) {
    history.replaceState({ within: false }, '');
  }
  addEventListener('hashchange', () => {
    if (history.state === null) {
      history.replaceState({ within: true }, ''); // reached from within the page: "back" stays in it
    }
    show();
  });
  show();
}

/** The title of the open view, once it is known. */
export function setTitle(title) {
  if (shown) {
    shown.title = title;
    name();
  }
}

