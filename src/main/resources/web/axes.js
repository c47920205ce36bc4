// Where an image lies among the calibration images: a small histogram for each score, with its threshold and a mark.

import { el } from './dom.js';
import { NAMES, number } from './words.js';

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 240;
const HEIGHT = 72;

const FIELDS = { elbo: 'elboLoss', reconstruction: 'reconstructionError', kl: 'kl', local: 'local', density: 'density' };

function svg(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  return element;
}

/** The place of a value on an axis, of 0 to 1; beyond its ends they are. */
function place(axis, value) {
  const { edges } = axis;
  const to = axis.logarithmic ? (x) => Math.log(Math.max(x, 1e-12)) : (x) => x;
  const low = to(edges[0]);
  return Math.max(0, Math.min(1, (to(value) - low) / (to(edges.at(-1)) - low)));
}

const valueOf = (axis, record) => (axis.name === 'p' ? record.verdict?.pValue : record.terms?.[FIELDS[axis.name]]);

/** Whether the value is on the far side of a threshold of its axis. */
export function isBeyond(axis, value) {
  const middle = axis.edges.length >> 1;
  return axis.name === 'p'
    ? value <= axis.thresholds[0]
    : axis.thresholds.some((limit) => (limit >= axis.edges[middle] ? value >= limit : value <= limit));
}

function words(axis, record, value, beyond) {
  const parts = [`${number(value)}${axis.unit ? ` ${axis.unit}` : ''}`];
  if (axis.name !== 'p' && typeof record.pValues?.[axis.name] === 'number') {
    parts.push(`p ${number(record.pValues[axis.name])}`);
  }
  if (axis.thresholds.length) {
    parts.push(`${beyond ? 'beyond' : 'within'} ${axis.name === 'p' ? 'α' : 'the limit'} ${axis.thresholds.map(number).join(' and ')}`);
  } else {
    parts.push('decides nothing here');
  }
  return parts.join(' · ');
}

function chart(axis, record) {
  const value = valueOf(axis, record);
  const name = NAMES[axis.name] ?? axis.name;
  if (typeof value !== 'number') {
    return null;
  }
  const beyond = isBeyond(axis, value);
  const text = words(axis, record, value, beyond);
  const picture = svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': `${name}: ${text}`, preserveAspectRatio: 'none' });
  const most = Math.max(...axis.expected, 1e-9);
  const bar = WIDTH / axis.expected.length;
  axis.expected.forEach((share, i) => {
    const height = share > 0 ? Math.max(1, (share / most) * (HEIGHT - 14)) : 0;
    picture.append(svg('rect', { class: 'bar-expected', x: i * bar, y: HEIGHT - height, width: Math.max(0.5, bar - 1), height }));
  });
  axis.thresholds.forEach((limit) => {
    const x = place(axis, limit) * WIDTH;
    picture.append(svg('line', { class: 'limit', x1: x, x2: x, y1: 4, y2: HEIGHT }));
  });
  const x = Math.max(5, Math.min(WIDTH - 5, place(axis, value) * WIDTH));
  picture.append(
    svg('path', { class: beyond ? 'mark beyond' : 'mark', d: `M${x} ${HEIGHT} L${x} 12 M${x - 5} 2 L${x + 5} 2 L${x} 12 Z` }),
  );
  return el(
    'figure',
    { class: 'axis', 'data-beyond': beyond ? 'true' : null },
    el('figcaption', {}, el('b', {}, name), ' ', el('span', {}, text)),
    picture,
  );
}

/** The charts of all axes for a record. */
export const charts = (axes, record) => el('div', { class: 'axes' }, ...axes.map((axis) => chart(axis, record)));
