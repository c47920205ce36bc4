// The queue of images that wait for a label: one large, a key, the next.

import { imageAddress } from './anomalies.js';
import { ask } from './ask.js';
import { el, setText } from './dom.js';
import { keys } from './keys.js';
import { labelBar, labelOf } from './labels.js';
import { address, back, go, view } from './route.js';
import { count, dateAndTime, number, sourceName } from './words.js';

const REASONS = {
  random: 'drawn at random',
  near: 'close to the limit',
  reported: 'reported',
};

const because = (one) => `${REASONS[one.why] ?? (one.anomalous ? REASONS.reported : one.why)}${one.rate < 1 ? `, one of ${count(Math.round(1 / one.rate))}` : ''}`;

function open(main) {
  let closed = false;
  let queue = [];
  let at = 0;
  let bar = null;
  let saving = null; // the bar whose label is on its way
  const head = el('p', { class: 'quiet', role: 'status' }, 'reading …');
  const place = el('div', { class: 'review' });
  main.replaceChildren(
    el('div', { class: 'viewhead' }, el('h2', { tabindex: '-1' }, 'Review'), head, el('button', { type: 'button', onclick: load }, 'Read again')),
    el('p', { class: 'quiet' }, 'These images wait for a label. The random ones tell how many defects are missed: label them as they come, and skip none because it is hard. “Unsure” is an answer.'),
    place,
  );

  function show() {
    bar?.close();
    bar = null;
    const one = queue[at];
    if (!one) {
      place.replaceChildren(el('p', { class: 'none' }, 'Nothing waits for a label.'));
      setText(head, '');
      return;
    }
    bar = labelBar(one.image);
    const words = `Image ${one.image} of ${sourceName(one.source ?? '')}`;
    const image = el('img', { src: `/api/image/${encodeURIComponent(one.image)}/original`, alt: words });
    image.addEventListener('error', () => image.replaceWith(el('p', { class: 'gone' }, 'Kafka no longer has this image, or it cannot be shown. Skip it.')));
    place.replaceChildren(
      el('section', { class: 'shown', 'aria-label': words }, image),
      el(
        'section',
        { class: 'told', 'aria-label': 'What it is' },
        el('h3', {}, el('a', { href: address('source', one.source ?? '') }, el('bdi', {}, sourceName(one.source ?? '')))),
        el('p', {}, dateAndTime(one.timestamp)),
        el('p', { class: 'quiet' }, `In the queue because it is ${because(one)}.`),
        bar.element,
        el('details', {}, el('summary', {}, 'What the program says'), el('p', {}, `${one.anomalous ? 'Reported' : 'Not reported'}: p ${number(one.pValue)} at α ${number(one.alpha)}`)),
        el('p', {}, el('a', { href: imageAddress(one.image, one.timestamp) }, 'All of this image')),
        el('div', { class: 'beside' }, el('button', { type: 'button', onclick: () => move(-1) }, 'Previous'), el('button', { type: 'button', onclick: () => move(1) }, 'Skip')),
      ),
    );
    setText(head, `${count(at + 1)} of ${count(queue.length)}`);
    const following = queue[at + 1];
    if (following) {
      new Image().src = `/api/image/${encodeURIComponent(following.image)}/original`; // so that the next one is there at once
    }
  }

  function move(by) {
    at = Math.max(0, Math.min(queue.length - 1, at + by));
    show();
  }

  async function label(name) {
    const one = queue[at];
    const shown = bar;
    if (!one || saving === shown) {
      return;
    }
    saving = shown;
    await shown.set(name);
    if (saving === shown) {
      saving = null;
    }
    if (bar === shown && labelOf(one.image)?.label === name) {
      if (at + 1 < queue.length) {
        move(1);
      } else {
        load();
      }
    }
  }

  async function load() {
    try {
      const data = await ask('review');
      if (closed) {
        return;
      }
      queue = data.images.filter((one) => !labelOf(one.image));
      at = 0;
      show();
    } catch (e) {
      setText(head, '');
      place.replaceChildren(
        el('p', { class: 'gone' }, e.status === 404 ? 'The review queue is off: set topics.feedback and topics.review.' : e.message),
      );
    }
  }

  const forget = keys([
    { key: 'd', words: 'label as a defect, then the next', act: () => label('defect') },
    { key: 'n', words: 'label as normal, then the next', act: () => label('normal') },
    { key: 'u', words: 'label as unsure, then the next', act: () => label('unsure') },
    { key: 'j', words: 'next image', act: () => move(1), repeats: true },
    { key: 'k', words: 'previous image', act: () => move(-1), repeats: true },
    { key: 'o', words: 'open the image', act: () => queue[at] && go(imageAddress(queue[at].image, queue[at].timestamp)) },
    { key: 'Escape', words: 'back', act: back },
  ]);
  load();
  return {
    title: 'Review',
    close() {
      closed = true;
      bar?.close();
      forget();
    },
  };
}

export const start = () => view('review', 'Review', open);
