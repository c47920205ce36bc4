// A control chart: one point per image, how unusual it was (−log₁₀ p) over its time, with α and the incidents.

import { colour } from './charts.js';
import { el, setText } from './dom.js';
import { timeTicks } from './ticks.js';
import { dateAndTime, number } from './words.js';

const LEFT = 46;
const RIGHT = 8;
const TOP = 8;
const BOTTOM = 22;
const GAP = 34; // pixels between two labels of the time axis
const NEAR = 14; // pixels within which a point is meant
const SMALLEST_P = 1e-6;

const height = (p) => -Math.log10(Math.max(p, SMALLEST_P));

/**
 * @param from first time
 * @param to last time
 * @param points `{image, at, p, alpha, anomalous}`, by time
 * @param incidents `{from, to}` of each
 * @param chosen called with the point that is clicked
 */
export function controlChart({ from, to, points, incidents }, chosen) {
  const canvas = el('canvas', { role: 'img', 'aria-label': words(points, incidents) });
  const about = el('p', { class: 'quiet about', 'aria-hidden': 'true' }, '\u00a0');
  const top = Math.max(4, ...points.map((one) => height(one.p))) * 1.06;
  let width = 0;
  let tall = 0;
  const x = (at) => LEFT + ((at - from) / (to - from)) * (width - LEFT - RIGHT);
  const y = (value) => TOP + (1 - value / top) * (tall - TOP - BOTTOM);

  function axes(pen) {
    pen.font = '11px system-ui, sans-serif';
    pen.fillStyle = colour('quiet');
    pen.strokeStyle = colour('line');
    pen.lineWidth = 1;
    pen.textAlign = 'right';
    pen.textBaseline = 'middle';
    for (let power = 0; power <= top; power += 1) {
      pen.beginPath();
      pen.moveTo(LEFT, y(power));
      pen.lineTo(width - RIGHT, y(power));
      pen.stroke();
      pen.fillText(power === 0 ? 'p = 1' : String(Number(10 ** -power).toPrecision(1)), LEFT - 5, y(power));
    }
    pen.textAlign = 'center';
    pen.textBaseline = 'top';
    const most = (text) => (width - LEFT - RIGHT) / (pen.measureText(text).width + GAP);
    timeTicks(from, to, most).forEach(({ at, text }) => {
      const half = pen.measureText(text).width / 2;
      pen.fillText(text, Math.max(half, Math.min(width - half, x(at))), tall - BOTTOM + 6);
    });
  }

  function limits(pen) {
    pen.strokeStyle = colour('alarm');
    pen.lineWidth = 1.5;
    pen.setLineDash([5, 3]);
    pen.beginPath();
    points.forEach((one, i) => {
      const at = i === 0 ? from : one.at;
      pen[i === 0 ? 'moveTo' : 'lineTo'](x(at), y(height(one.alpha)));
    });
    if (points.length) {
      pen.lineTo(x(to), y(height(points.at(-1).alpha)));
    }
    pen.stroke();
    pen.setLineDash([]);
  }

  function draw() {
    const rect = canvas.getBoundingClientRect();
    if (rect.width === 0) {
      return;
    }
    ({ width, height: tall } = rect);
    const ratio = devicePixelRatio || 1;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(tall * ratio);
    const pen = canvas.getContext('2d');
    pen.scale(ratio, ratio);
    pen.fillStyle = colour('alarm-soft');
    incidents.forEach((one) => {
      const begin = Math.max(LEFT, x(one.from));
      const end = Math.min(width - RIGHT, x(one.to));
      if (end > LEFT && begin < width - RIGHT) {
        pen.fillRect(begin, TOP, Math.max(2, end - begin), tall - TOP - BOTTOM);
      }
    });
    axes(pen);
    limits(pen);
    const plain = colour('accent');
    const alarm = colour('alarm');
    for (const anomalous of [false, true]) {
      pen.fillStyle = anomalous ? alarm : plain;
      pen.globalAlpha = anomalous ? 0.95 : Math.max(0.25, Math.min(0.8, 500 / points.length));
      points.forEach((one) => {
        if (one.anomalous === anomalous) {
          pen.beginPath();
          pen.arc(x(one.at), y(height(one.p)), anomalous ? 3.2 : 1.8, 0, 7);
          pen.fill();
        }
      });
    }
    pen.globalAlpha = 1;
  }

  function nearest(event) {
    const rect = canvas.getBoundingClientRect();
    const px = event.clientX - rect.left;
    const py = event.clientY - rect.top;
    let best = null;
    let least = NEAR * NEAR;
    points.forEach((one) => {
      const far = (x(one.at) - px) ** 2 + (y(height(one.p)) - py) ** 2;
      if (far < least) {
        least = far;
        best = one;
      }
    });
    return best;
  }

  canvas.addEventListener('click', (event) => {
    const point = nearest(event);
    if (point) {
      chosen(point);
    }
  });
  canvas.addEventListener('mousemove', (event) => {
    const point = nearest(event);
    canvas.classList.toggle('over', point !== null);
    setText(about, point ? `${dateAndTime(point.at)} · p ${number(point.p)} · ${point.image}${point.anomalous ? ' · reported' : ''}` : '\u00a0');
  });
  const watch = new ResizeObserver(draw);
  watch.observe(canvas);
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', draw);
  return {
    element: el('div', { class: 'control' }, canvas, about),
    close() {
      watch.disconnect();
      scheme.removeEventListener('change', draw);
    },
  };
}

function words(points, incidents) {
  const reported = points.filter((one) => one.anomalous).length;
  const worst = points.reduce((least, one) => Math.min(least, one.p), 1);
  return `Control chart: ${points.length} images, ${reported} of them reported, smallest p ${number(worst)}, ${incidents.length} incidents. The table below lists the reported images.`;
}
