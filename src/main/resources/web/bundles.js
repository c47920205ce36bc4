// Bundles in force, what the instances make of the settings, and the comparisons with shadows.

import { byId, el, reconcile, setText } from './dom.js';
import { find, pictureOf, show } from './anomalies.js';
import { sourceLink } from './filter.js';
import { count, counted, dateAndTime, number, percent, sourceName, time } from './words.js';

const FLIPS_SHOWN = 8;
const ROUTES_SHOWN = 3;

const NOTHING = { instances: [], bundles: [], shadows: [], flips: [] };

let state = NOTHING;
const flips = new Map();

/** The server names the flips of the comparisons in force; those of earlier ones go. */
export function take(data) {
  state = data;
  const inForce = new Set(data.flips);
  [...flips.keys()].filter((image) => !inForce.has(image)).forEach((image) => flips.delete(image));
}

/** How many there are; 0 before it is known. */
export const size = () => state.bundles.length;

export function flip(data) {
  flips.set(data.image, data);
}

export function forget() {
  state = NOTHING;
  flips.clear();
}

const cell = (label) => el('td', { 'data-label': label, role: 'cell' });

const settings = (offset) => (typeof offset === 'number' ? `settings offset ${offset}` : 'the settings of the start');

function routes(list) {
  const more = list.length - ROUTES_SHOWN;
  return list.length ? list.slice(0, ROUTES_SHOWN).join('; ') + (more > 0 ? `; and ${count(more)} more` : '') : 'no route';
}

function bundleRow() {
  const name = el('bdi', {});
  const version = cell('version');
  const scores = cell('scores');
  const where = cell('on');
  return {
    element: el('tr', { role: 'row' }, el('th', { scope: 'row', role: 'rowheader' }, name), version, scores, where),
    show(one) {
      setText(name, sourceName(one.bundle));
      setText(version, `${one.name} ${one.version}`);
      version.title = `sha256 ${one.sha256}`;
      setText(scores, routes(one.routes));
      scores.title = one.routes.join('; ');
      setText(where, `${counted(one.instances, 'instance')}, ${one.providers.join(', ')}`);
    },
  };
}

function trouble(instance) {
  const { refused } = instance;
  if (refused) {
    return `refused the settings at offset ${refused.offset}: ${refused.reason}${refused.details?.length ? `: ${refused.details.join('; ')}` : ''}`;
  }
  return typeof instance.loading === 'number' ? `loads the bundles of settings offset ${instance.loading}` : '';
}

function instanceRow() {
  const badge = el('span', { class: 'badge' });
  const name = el('bdi', { class: 'source' });
  const follows = el('span', { class: 'since' });
  const about = el('span', { class: 'about' });
  return {
    element: el('li', {}, badge, name, follows, about),
    show(one) {
      setText(badge, one.gone ? 'gone' : one.refused ? 'refused' : typeof one.loading === 'number' ? 'loading' : 'other settings');
      badge.dataset.state = one.gone || one.refused ? '' : 'mild';
      setText(name, sourceName(one.host || one.name || 'this instance'));
      setText(follows, settings(one.offset));
      setText(about, trouble(one));
      about.hidden = trouble(one) === '';
    },
  };
}

const share = (part, all) => percent(part / all, 3);

function figures(one) {
  const all = one.images;
  const facts = {};
  if (all > 0) {
    facts['Same verdict'] = `${share(all - one.toAnomalous - one.toNormal, all)} of ${counted(all, 'image')}`;
    facts.Flips = `${count(one.toAnomalous)} to anomalous, ${count(one.toNormal)} to normal`;
    facts.Reported = `${share(one.reported, all)}, by the shadow ${share(one.reportedByShadow, all)}`;
    facts['p-values'] = `times ${number(one.ratio)}`;
  } else {
    facts.Compared = 'no image yet';
  }
  if (one.millis !== undefined) {
    facts.Cost = `${number(one.millis)} ms an image`;
  }
  if (one.leftOut || one.failed) {
    facts['Not compared'] = `${count(one.leftOut)} left out because it is behind, ${count(one.failed)} failed`;
  }
  if (one.sources.length) {
    facts['Most flips'] = one.sources.map(([source, , up, down]) => `${sourceName(source)} ${count(up + down)}`).join(', ');
  }
  return facts;
}

function shadowRow() {
  const title = el('h3', {});
  const facts = el('dl', { class: 'card' });
  let shown = '';
  return {
    element: el('li', {}, title, facts),
    show(one) {
      setText(title, `${one.shadow.bundle} ${one.shadow.version} after ${one.deciding.bundle} ${one.deciding.version}, since ${settings(one.since)}`);
      const now = figures(one);
      const text = JSON.stringify(now);
      if (text !== shown) {
        shown = text;
        facts.replaceChildren(...Object.entries(now).map(([label, value]) => el('div', {}, el('dt', {}, label), el('dd', {}, value))));
      }
    },
  };
}

function flipRow(one) {
  const when = el('time', {}, time(one.at));
  when.title = dateAndTime(one.at);
  const source = sourceLink();
  source.show(one.source);
  const { deciding, shadow } = one.record;
  const about = el(
    'span',
    { class: 'about' },
    `${shadow?.bundle}: ${shadow?.verdict?.anomalous ? 'normal → anomalous' : 'anomalous → normal'}, p ${number(deciding?.verdict?.pValue)} → ${number(shadow?.verdict?.pValue)}`,
  );
  const look = el('button', { type: 'button', class: 'look', onclick: () => show(find(one.image)) }, 'Look at the anomaly');
  return {
    element: el('li', {}, when, source.element, el('span', {}), about, look),
    show() {
      look.hidden = !find(one.image);
      setText(look, find(one.image) && pictureOf(find(one.image)) ? 'Look at the image' : 'Look at the record');
    },
  };
}

/** One bundle, one version, no shadow and nothing to say: the part about the model has it all. */
function isPlain() {
  const { instances, bundles, shadows } = state;
  return bundles.length < 2 && shadows.length === 0 && flips.size === 0 && instances.every((one) => !trouble(one));
}

export function draw(shown) {
  byId('bundles').hidden = isPlain();
  const { instances, bundles, shadows } = state;
  const present = instances.filter((one) => !one.gone);
  const newest = Math.max(-1, ...present.map((one) => one.offset ?? -1));
  const apart = instances.filter((one) => one.gone || trouble(one) || (one.offset ?? -1) !== newest);
  setText(byId('bundles-count'), count(bundles.length));
  const following = present.filter((one) => (one.offset ?? -1) === newest).length;
  setText(byId('bundles-line'), `${count(following)} of ${counted(present.length, 'instance')} ${present.length === 1 ? 'follows' : 'follow'} ${settings(newest < 0 ? null : newest)}.`);
  reconcile(byId('instance-list'), apart, (one) => one.name, instanceRow);
  byId('instance-list').hidden = apart.length === 0;
  reconcile(byId('bundle-list'), bundles, (one) => `${one.bundle} ${one.name} ${one.version} ${one.sha256}`, bundleRow);
  reconcile(byId('shadow-list'), shadows, (one) => JSON.stringify([one.deciding, one.shadow]), shadowRow);
  byId('shadow-list').hidden = shadows.length === 0;

  const all = [...flips.values()].filter((one) => shown(one.source)).sort((a, b) => b.at - a.at);
  reconcile(byId('flip-list'), all.slice(0, FLIPS_SHOWN), (one) => one.image, flipRow);
  byId('flips-box').hidden = all.length === 0;
  setText(byId('flips-count'), count(all.length));
}
