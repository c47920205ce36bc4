// The histogram of one score, compared with the calibration images, and its thresholds.

import { byId, el, setText } from './dom.js';
import { chart, colour } from './charts.js';
import { known } from './reading.js';
import { NAMES, count, counted, number, percent } from './words.js';

let axes = [];
let sample = null;
let card = null;
let histogram = null;

export function start(changed) {
  byId('score').addEventListener('change', changed);
  histogram = chart(
    byId('chart-score'),
    {
      data: {
        labels: [],
        datasets: [
          { type: 'line', data: [], stepped: 'middle', pointRadius: 0, borderWidth: 1.5 },
          { type: 'bar', data: [], categoryPercentage: 1, barPercentage: 0.92 },
        ],
      },
      options: {
        scales: {
          x: { type: 'category', ticks: { maxRotation: 0, autoSkip: true, maxTicksLimit: 6 } },
          y: {
            type: 'logarithmic',
            min: 1e-5,
            max: 1,
            ticks: { maxTicksLimit: 6, callback: (value) => (Number.isInteger(Math.log10(value)) ? percent(value) : null) },
          },
        },
      },
    },
    (made) => {
      made.data.datasets[0].borderColor = colour('second');
      paintBars(made);
    },
  );
}

export function model(data) {
  card = data;
}

export function bins(data) {
  axes = data.axes;
  const select = byId('score');
  const before = select.value || 'p';
  select.replaceChildren(...axes.map((axis) => el('option', { value: axis.name }, NAMES[axis.name] ?? axis.name)));
  select.value = before;
}

export function take(data) {
  sample = data;
}

export function forget() {
  sample = null;
}

const chosen = () => Math.max(0, axes.findIndex((axis) => axis.name === byId('score').value));

/** The position of a value on the axis, in bins. */
function place(axis, value) {
  const at = (edge) => (axis.logarithmic ? Math.log(edge) : edge);
  const { edges } = axis;
  const last = edges.length - 1;
  return (last * (at(value) - at(edges[0]))) / (at(edges[last]) - at(edges[0]));
}

/** The lower edge of a bin. On the axis of p-values only powers of ten, which end a bin. */
function label(axis, bin) {
  if (!axis.logarithmic) {
    return number(axis.edges[bin]);
  }
  const power = Math.log10(axis.edges[bin + 1]);
  return Math.abs(power - Math.round(power)) < 1e-3 ? number(axis.edges[bin + 1]) : '';
}

/** Whether a bin is beyond the thresholds: a low p-value, a high score, and for the ELBO also a low one. */
function beyond(axis, bin) {
  const middle = (axis.edges[bin] + axis.edges[bin + 1]) / 2;
  if (axis.name === 'p') {
    return axis.edges[bin + 1] <= axis.thresholds[0] * 1.0001;
  }
  const limits = [...axis.thresholds].sort((a, b) => a - b);
  return limits.length === 2 ? middle < limits[0] || middle > limits[1] : limits.length === 1 && middle > limits[0];
}

function paintBars(made) {
  const axis = axes[chosen()];
  made.data.datasets[1].backgroundColor = axis
    ? axis.expected.map((_, bin) => colour(beyond(axis, bin) ? 'alarm' : 'accent'))
    : colour('accent');
}

export function draw() {
  const axis = axes[chosen()];
  if (!axis || !histogram) {
    setText(byId('score-words'), '… not read yet');
    return;
  }
  const counts = sample?.counts[chosen()] ?? [];
  const size = Math.max(1, sample?.size ?? 0);
  // A logarithmic axis has no zero: null leaves the bar out.
  histogram.data.labels = axis.expected.map((_, bin) => label(axis, bin));
  histogram.options.scales.x.ticks.autoSkip = !axis.logarithmic;
  histogram.data.datasets[0].data = axis.expected.map((share) => (share > 0 ? share : null));
  histogram.data.datasets[1].data = counts.map((one) => (one > 0 ? one / size : null));
  histogram.options.plugins.thresholds.places = axis.thresholds.map((limit) => place(axis, limit));
  paintBars(histogram);
  histogram.update('none');

  const name = NAMES[axis.name] ?? axis.name;
  const suspicious = counts.reduce((sum, one, bin) => sum + (beyond(axis, bin) ? one : 0), 0);
  const parts = [];
  if (!sample || sample.size === 0) {
    parts.push(`${known('scores') ? 'No scores yet.' : '… not read yet.'} The line shows the calibration images.`);
  } else {
    parts.push(`Bars: the newest ${counted(sample.size, 'score')}. Line: the calibration images.`);
    parts.push(
      axis.thresholds.length
        ? `${percent(suspicious / size, 3)} beyond ${axis.name === 'p' ? 'α' : 'the threshold'}\u00a0${axis.thresholds.map(number).join(' and ')}${axis.unit ? ` ${axis.unit}` : ''}.`
        : `This score has no threshold: ${card?.decider ?? 'another score'} decides.`,
    );
    if (sample.looked < sample.read) {
      parts.push(`Sampled: ${count(sample.looked)} of ${count(sample.read)} records.`);
    }
    if (sample.others > 0) {
      parts.push(`Left out: ${counted(sample.others, 'score')} of other models.`);
    }
  }
  setText(byId('score-words'), parts.join(' '));
  byId('chart-score').setAttribute('aria-label', `Histogram of the ${name}. ${parts.join(' ')}`);
}
