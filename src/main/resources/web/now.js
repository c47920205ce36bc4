// The current figures, and charts of the last two minutes.

import { byId, el, setText } from './dom.js';
import { chart, colour } from './charts.js';
import { known } from './reading.js';
import { duration, rate } from './words.js';

const BEATS = 120;
const SMOOTHED = 3;
const FIGURES = [
  ['images', 'images / s'],
  ['anomalies', 'anomalous / s'],
  ['rejected', 'rejected / s'],
  ['p50', 'age, median'],
  ['p99', 'age, p99'],
];

let beats = [];
let rates = null;
let ages = null;
const figures = {};

export function start() {
  for (const [name, label] of FIGURES) {
    figures[name] = el('dd', {}, '…');
    byId('figures').append(el('div', {}, el('dt', {}, label), figures[name]));
  }
  const line = { pointRadius: 0, borderWidth: 1.5, spanGaps: true };
  const options = () => ({
    scales: {
      x: { type: 'category', ticks: { display: false } },
      y: { beginAtZero: true, ticks: { maxTicksLimit: 4 } },
    },
  });
  rates = chart(
    byId('chart-rate'),
    { type: 'line', data: { labels: [], datasets: [{ ...line, fill: 'origin', data: [] }] }, options: options() },
    (made) => {
      made.data.datasets[0].borderColor = colour('accent');
      made.data.datasets[0].backgroundColor = colour('accent-soft');
    },
  );
  const ofAges = options();
  ofAges.scales.y.ticks.precision = 0; // whole milliseconds: half of one would read like the next
  ofAges.scales.y.ticks.callback = (value) => duration(value);
  ages = chart(
    byId('chart-age'),
    { type: 'line', data: { labels: [], datasets: [{ ...line, data: [] }, { ...line, data: [] }] }, options: ofAges },
    (made) => {
      made.data.datasets[0].borderColor = colour('accent');
      made.data.datasets[1].borderColor = colour('second');
    },
  );
}

export function take(beat) {
  beats.push(beat);
  beats = beats.slice(-BEATS);
}

export function forget() {
  beats = [];
}

const mean = (name, last) => last.reduce((sum, beat) => sum + beat[name], 0) / Math.max(1, last.length);

export function draw() {
  // Before all is read, the counts of a second are those of the reader and not of the sources.
  const last = known('scores') ? beats.slice(-SMOOTHED) : [];
  for (const name of ['images', 'anomalies', 'rejected']) {
    setText(figures[name], last.length ? rate(mean(name, last)) : '…');
  }
  const newest = last.filter((beat) => beat.p50 >= 0).at(-1);
  const none = last.length ? '–' : '…';
  setText(figures.p50, newest ? duration(newest.p50) : none);
  setText(figures.p99, newest ? duration(newest.p99) : none);

  const padded = [...Array(BEATS - beats.length).fill(null), ...beats];
  const age = (name) => padded.map((beat) => (beat && beat[name] >= 0 ? beat[name] : null));
  rates.data.labels = padded.map((_, i) => i);
  rates.data.datasets[0].data = padded.map((beat) => beat?.images ?? null);
  rates.update('none');
  ages.data.labels = rates.data.labels;
  ages.data.datasets[0].data = age('p50');
  ages.data.datasets[1].data = age('p99');
  ages.update('none');
  byId('chart-rate').setAttribute('aria-label', `Images per second over two minutes; now ${figures.images.textContent}`);
  byId('chart-age').setAttribute(
    'aria-label',
    `Age of images when scored, over two minutes; now median ${figures.p50.textContent}, p99 ${figures.p99.textContent}`,
  );
}
