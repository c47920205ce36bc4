// The model that scores.

import * as bundles from './bundles.js';
import { byId, el, setText } from './dom.js';
import { count, counted, number } from './words.js';

let card = null;

export function take(data) {
  card = data;
}

export function draw() {
  if (!card) {
    setText(byId('model-line'), '…');
    return;
  }
  const others = bundles.size() > 1 ? ` · one of ${count(bundles.size())} bundles` : '';
  setText(byId('model-line'), `${card.name} ${card.version} · α ${number(card.alpha)}${others}`);
  const facts = {
    Name: card.name,
    Version: card.version,
    'Runs on': card.provider,
    'Calibrated with': counted(card.calibrationImages, 'image'),
    'False-alarm rate α': String(card.alpha),
    'Decided by': card.decider,
    ...card.facts,
  };
  byId('model-card').replaceChildren(
    ...Object.entries(facts).map(([label, value]) => el('div', {}, el('dt', {}, label), el('dd', {}, value))),
  );
  const notice = byId('notice');
  notice.hidden = !card.notice;
  setText(notice, card.notice ?? '');
}
