// What is known. Unknown is not none: a list says "none" only once the server has read all that there was.

const CLOCK_MILLIS = 5_000;

let begun = false;
let topics = new Set();
let away = 0;
let lost = 0;
let offset = 0;

/** All that the server keeps has been sent. */
export function start() {
  begun = true;
}

export function take(data) {
  topics = new Set(data.topics);
  away = data.away;
}

/** A second of the server's clock. A browser whose clock is wrong uses that one. */
export function beat(data) {
  const ahead = data.at - Date.now();
  offset = Math.abs(ahead) < CLOCK_MILLIS ? 0 : ahead;
}

export function forget() {
  begun = false;
  topics = new Set();
  away = 0;
}

/** Sets since when nothing comes from the server, by the browser's clock; 0 where it does. Returns whether that is new. */
export function lose(millis) {
  const changed = lost !== millis;
  lost = millis;
  return changed;
}

/** Whether all is shown that is in a topic. */
export const known = (topic) => begun && topics.has(topic);

/** The time of which everything on the page is, while nothing new comes; else 0. */
export const asOf = () => away || (lost ? lost + offset : 0);

/** Whether it is the server that gets nothing. */
export const isAway = () => away > 0;

/** The present; or the time of which everything on the page is. */
export const now = () => asOf() || Date.now() + offset;
