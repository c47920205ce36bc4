// Connects the parts of the page. An event goes to the parts that show it, and they are drawn together after 50 ms.

import { byId, closable, setText } from './dom.js';
import { follow } from './feed.js';
import * as now from './now.js';
import * as scores from './scores.js';
import * as anomalies from './anomalies.js';
import * as incidents from './incidents.js';
import * as sources from './sources.js';
import * as rejected from './rejected.js';
import * as model from './model.js';

const parts = [now, scores, anomalies, incidents, sources, rejected, model];
const dirty = new Set();
let journal = null;
let filter = '';

function draw() {
  const due = [...dirty];
  dirty.clear();
  const shown = (source) => filter === '' || source.toLowerCase().includes(filter);
  due.forEach((part) => part.draw(shown));
}

function mark(part) {
  if (dirty.size === 0) {
    // Not requestAnimationFrame: it does not run while the page is hidden, and the queue would grow.
    setTimeout(draw, 50);
  }
  dirty.add(part);
}

const takers = {
  model: (data) => [model.take(data), scores.model(data)],
  pulse: now.take,
  bins: scores.bins,
  scores: scores.take,
  sources: sources.take,
  anomaly: anomalies.take,
  incident: incidents.opened,
  closed: incidents.closed,
  rejected: rejected.take,
};

const shownBy = {
  model: [model, scores],
  pulse: [now, incidents, sources],
  bins: [scores],
  scores: [scores],
  sources: [sources],
  anomaly: [anomalies],
  incident: [incidents],
  closed: [incidents],
  rejected: [rejected],
};

function hello(data) {
  if (data.page !== document.documentElement.dataset.version) {
    location.reload(); // the server now has another version
  }
  if (journal !== null && data.journal !== journal) {
    parts.forEach((part) => part.forget?.());
    parts.forEach(mark);
  }
  journal = data.journal;
}

function trouble(data) {
  const box = byId('trouble');
  box.hidden = data.lines.length === 0;
  const text = data.lines.join('\n');
  if (box.dataset.text !== text) {
    box.dataset.text = text;
    box.replaceChildren(
      ...data.lines.map((line) => {
        const p = document.createElement('p');
        p.textContent = line;
        return p;
      }),
    );
  }
}

function take(name, data) {
  if (name === 'hello') {
    hello(data);
  } else if (name === 'trouble') {
    trouble(data);
  } else {
    takers[name](data);
    shownBy[name].forEach(mark);
  }
}

function state(name) {
  const element = byId('connection');
  element.dataset.state = name;
  setText(element, name === 'live' ? 'live' : 'no connection, reconnecting');
}

byId('filter-form').addEventListener('submit', (event) => event.preventDefault());
byId('filter').addEventListener('input', (event) => {
  filter = event.target.value.trim().toLowerCase();
  parts.forEach(mark);
});
const glossary = byId('glossary');
closable(glossary);
byId('glossary-open').addEventListener('click', () => glossary.showModal());
byId('glossary-close').addEventListener('click', () => glossary.close());
parts.forEach((part) => part.start?.(() => mark(part)));
parts.forEach(mark);
follow(['hello', 'trouble', ...Object.keys(takers)], take, state);
