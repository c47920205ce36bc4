// The labels of a time axis: round times, each with as much of date and time as tells it from the others.

import { date, time, timeOfDay } from './words.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 3, 5, 10, 15, 20, 30].map((one) => one * SECOND),
  ...[1, 2, 3, 5, 10, 15, 20, 30].map((one) => one * MINUTE),
  ...[1, 2, 3, 4, 6, 12].map((one) => one * HOUR),
  ...[1, 2, 7].map((one) => one * DAY),
];

const day = new Intl.DateTimeFormat([], { month: 'short', day: 'numeric' });
const dayAndMinute = new Intl.DateTimeFormat([], { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

function words(step, span) {
  if (step >= DAY) {
    return (at) => day.format(date(at));
  }
  return step < MINUTE ? time : span < DAY ? timeOfDay : (at) => dayAndMinute.format(date(at));
}

/**
 * Labels between two times, as `{at, text}`. Texts differ, also where clocks are set back.
 *
 * @param most how many texts like a given one there is room for
 */
export function timeTicks(from, to, most) {
  const step = STEPS.find((one) => (to - from) / one <= most(words(one, to - from)(from))) ?? STEPS.at(-1);
  const text = words(step, to - from);
  const zone = (at) => date(at).getTimezoneOffset() * MINUTE;
  const ticks = new Map();
  for (let local = Math.ceil((from - zone(from)) / step) * step; local <= to - zone(to); local += step) {
    const at = local + zone(local + zone(from)); // clocks may be set ahead or back in between
    if (at >= from && at <= to && !ticks.has(text(at))) {
      ticks.set(text(at), at);
    }
  }
  return [...ticks].map(([label, at]) => ({ at, text: label }));
}
