// Connects the parts of the page. An event goes to the parts that show it, and they are drawn together after 50 ms.

import { byId, closable } from './dom.js';
import { follow } from './feed.js';
import * as connection from './connection.js';
import * as filter from './filter.js';
import * as reading from './reading.js';
import * as now from './now.js';
import * as scores from './scores.js';
import * as anomalies from './anomalies.js';
import * as handling from './handling.js';
import * as incidents from './incidents.js';
import * as sources from './sources.js';
import * as rejected from './rejected.js';
import * as model from './model.js';
import * as bundles from './bundles.js';
import * as keys from './keys.js';
import * as route from './route.js';
import * as whatif from './whatif.js';
import * as labels from './labels.js';
import * as image from './image.js';
import * as source from './source.js';
import * as quality from './quality.js';
import * as review from './review.js';

const parts = [now, scores, anomalies, incidents, sources, rejected, bundles, model];
const dirty = new Set();
let journal = null;

function draw() {
  const due = [...dirty];
  dirty.clear();
  due.forEach((part) => part.draw(filter.matches));
}

function mark(part) {
  if (dirty.size === 0) {
    // Not requestAnimationFrame: it does not run while the page is hidden, and the queue would grow.
    setTimeout(draw, 50);
  }
  dirty.add(part);
}

const all = () => parts.forEach(mark);

const takers = {
  model: (data) => [model.take(data), scores.model(data)],
  pulse: (data) => [reading.beat(data), now.take(data)],
  bins: scores.bins,
  scores: scores.take,
  sources: (data) => [sources.take(data), incidents.sources(data)],
  anomaly: anomalies.take,
  incident: incidents.opened,
  closed: incidents.closed,
  ended: incidents.ended,
  handled: handling.take,
  progress: incidents.progress,
  rejected: rejected.take,
  bundles: bundles.take,
  flip: bundles.flip,
  reading: reading.take,
  begun: reading.start,
};

const shownBy = {
  model: [model, scores],
  pulse: [now, incidents, sources],
  bins: [scores],
  scores: [scores],
  sources: [sources],
  anomaly: [anomalies, incidents, bundles],
  bundles: [bundles, model],
  flip: [bundles],
  incident: [incidents],
  closed: [incidents],
  ended: [incidents],
  handled: [incidents],
  progress: [incidents],
  rejected: [rejected],
  reading: parts,
  begun: parts,
};

function hello(data) {
  if (data.page !== document.documentElement.dataset.version) {
    location.reload(); // the server now has another version
  }
  if (journal !== null && data.journal !== journal) {
    reading.forget();
    handling.forget();
    parts.forEach((part) => part.forget?.());
    all();
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

const glossary = byId('glossary');
closable(glossary);
byId('glossary-open').addEventListener('click', () => glossary.showModal());
byId('glossary-close').addEventListener('click', () => glossary.close());
filter.start(all);
keys.start();
parts.forEach((part) => part.start?.(() => mark(part)));
handling.onHandling(() => mark(incidents));
handling.load();
whatif.start();
all();
const link = connection.start(all);
labels.load();
[image, source, review, quality].forEach((one) => one.start());
route.start();

function take(name, data) {
  link.hear();
  if (name === 'hello') {
    hello(data);
  } else if (name === 'trouble') {
    trouble(data);
  } else {
    takers[name](data);
    shownBy[name].forEach(mark);
  }
  link.check();
}

follow(['hello', 'trouble', ...Object.keys(takers)], take, link.state);
