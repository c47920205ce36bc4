// Whether what is shown is the present. Where it is not, a banner says since when, and every part says of what time it is.

import { byId, setText } from './dom.js';
import { asOf, isAway, lose } from './reading.js';
import { time } from './words.js';

/** Something comes every second; a server whose brokers are away may take a few. */
const QUIET_MILLIS = 8_000;

let state = 'connecting';
let heard = 0; // when something came last, by the browser's clock
let shown = '';

const WORDS = {
  connecting: 'connecting …',
  live: 'live',
  waiting: 'no connection, reconnecting',
  quiet: 'connected, nothing comes',
};

function banner() {
  if (heard === 0) {
    return state === 'waiting' ? 'No connection yet. The page keeps trying; nothing below is known.' : '';
  }
  const since = asOf();
  if (!since) {
    return '';
  }
  if (state === 'waiting') {
    return `Connection lost at ${time(since)}. All below is as of then; the page keeps trying.`;
  }
  return isAway()
    ? `The server has read nothing from Kafka since ${time(since)}. All below is as of then.`
    : `Nothing has come from the server since ${time(since)}. All below is as of then.`;
}

function show() {
  const element = byId('connection');
  const quiet = state === 'live' && Date.now() - heard > QUIET_MILLIS && heard > 0;
  element.dataset.state = quiet ? 'waiting' : state;
  setText(element, WORDS[quiet ? 'quiet' : state]);
  const changed = lose(heard > 0 && (quiet || state === 'waiting') ? heard : 0);
  const text = banner();
  if (text !== shown) {
    shown = text;
    byId('lost').hidden = text === '';
    setText(byId('lost'), text);
    const stale = asOf();
    document.body.toggleAttribute('data-stale', stale > 0);
    document.querySelectorAll('.asof').forEach((one) => setText(one, stale ? `as of ${time(stale)}` : ''));
    return true;
  }
  return changed;
}

/** @param draw called when what is shown stops or starts to be the present */
export function start(draw) {
  const check = () => show() && draw();
  setInterval(check, 1_000);
  return {
    hear() {
      heard = Date.now();
    },
    state(name) {
      state = name;
      check();
    },
    check,
  };
}
