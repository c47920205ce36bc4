// Charts in the colours of the page. No animation: they change every second.

/* global Chart */

const charts = new Set();

export const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const axis = () => ({
  grid: { color: colour('line'), drawTicks: false },
  border: { display: false },
  ticks: { color: colour('quiet'), font: { size: 11 }, padding: 4 },
});

/** Draws a vertical line at each of `options.places`, measured in bins. */
const thresholds = {
  id: 'thresholds',
  afterDatasetsDraw(chart, _, options) {
    const { ctx, chartArea, scales } = chart;
    ctx.save();
    ctx.strokeStyle = colour('alarm');
    ctx.setLineDash([4, 3]);
    ctx.lineWidth = 1.5;
    for (const place of options.places ?? []) {
      const width = scales.x.width / Math.max(1, chart.data.labels.length);
      const x = scales.x.left + place * width;
      ctx.beginPath();
      ctx.moveTo(x, chartArea.top);
      ctx.lineTo(x, chartArea.bottom);
      ctx.stroke();
    }
    ctx.restore();
  },
};

/** A chart. `paint` sets its colours, at first and whenever the colour scheme changes. */
export function chart(canvas, config, paint) {
  const made = new Chart(canvas, {
    ...config,
    plugins: [thresholds],
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      events: [],
      plugins: { legend: { display: false }, tooltip: { enabled: false }, thresholds: { places: [] } },
      ...config.options,
    },
  });
  made.paint = () => {
    for (const [name, scale] of Object.entries(made.options.scales)) {
      const fresh = axis();
      scale.grid = { ...fresh.grid, display: name === 'y' };
      scale.border = fresh.border;
      scale.ticks = { ...scale.ticks, ...fresh.ticks };
    }
    paint(made);
    made.update('none');
  };
  made.close = () => {
    charts.delete(made);
    made.destroy();
  };
  made.paint();
  charts.add(made);
  return made;
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => charts.forEach((made) => made.paint()));
