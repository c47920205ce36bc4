// The details of one anomaly, in a dialog.

import { byId, closable, el } from './dom.js';
import { NAMES, dateAndTime, deviation, mainReason, measured, number, originalSize, panels, pictureText, place, reason, sourceName } from './words.js';

const TERMS = { elbo: 'elboLoss', reconstruction: 'reconstructionError', kl: 'kl', local: 'local', density: 'density' };

const cells = (tag, ...values) => values.map((value) => el(tag, tag === 'th' ? { scope: 'col' } : {}, value));

function table(caption, heads, rows) {
  return el(
    'div',
    { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': caption },
    el(
      'table',
      {},
      el('caption', {}, caption),
      el('thead', {}, el('tr', {}, ...cells('th', ...heads))),
      el('tbody', {}, ...rows.map((row) => el('tr', {}, ...cells('td', ...row)))),
    ),
  );
}

function scores(record) {
  return table(
    'Scores',
    ['score', 'value', 'p-value'],
    Object.keys(record.pValues ?? {}).map((name) => [
      NAMES[name] ?? (name === 'default' ? 'default (worst place and unlike normal images)' : name),
      number(record.terms?.[TERMS[name]]),
      number(record.pValues[name]),
    ]),
  );
}

function places(record) {
  const all = record.evidence?.places;
  if (!Array.isArray(all) || all.length === 0) {
    return null;
  }
  const of = originalSize(record);
  const pixels = (one) => [one.column, one.row, one.width, one.height];
  return table(
    `Places beyond ${number(record.evidence.limit)} nats per pixel, ${number(record.evidence.share * 100)} % of the image`,
    [`column${of}`, 'row', 'width', 'height', 'nats per pixel', ...(of ? ['in the model’s input'] : [])],
    all.map((one) =>
      [...pixels(of ? one.original : one), number(one.nats), ...(of ? [pixels(one).join(', ')] : [])].map(String),
    ),
  );
}

function latents(record) {
  const all = record.evidence?.latents;
  if (!Array.isArray(all) || all.length === 0) {
    return null;
  }
  return table(
    'Latents with the largest distance to the prior',
    ['channel', 'row', 'column', 'mean', 'variance', 'kl, nats'],
    all.map((one) => [one.channel, one.row, one.column, number(one.mean), number(one.variance), number(one.kl)].map(String)),
  );
}

function raw(record) {
  const text = JSON.stringify(record, null, 2);
  const block = el('pre', { tabindex: '0' }, text);
  const copy = el('button', { type: 'button' }, 'Copy');
  copy.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text);
      copy.textContent = 'Copied';
    } catch {
      // Browsers offer the clipboard only over https and on loopback. Elsewhere the text is selected for Ctrl-C.
      getSelection().selectAllChildren(block);
      copy.textContent = 'Selected: press Ctrl-C';
    }
  });
  return el('details', {}, el('summary', {}, 'The record, as JSON'), copy, block);
}

function why(one) {
  const out = one.score === 'density' ? `; density ${measured(one)}` : '';
  const features = Array.isArray(one.features) ? one.features : [];
  return el(
    'li',
    {},
    `${reason(one)} (p ${number(one.pValue)})${out}`,
    features.length ? el('ul', { class: 'reasons quiet' }, ...features.map((far) => el('li', {}, `${far.words}: ${deviation(far)}`))) : null,
  );
}

/** Which normal images the p-values compare with; records of earlier releases do not say. */
function comparedWith(calibration) {
  if (!calibration) {
    return '';
  }
  return `, compared with ${calibration.images} normal images ${calibration.group ? 'of this source' : 'of all sources'}`;
}

/** Shows an anomaly; `picture` is null where there is none. */
export function open(anomaly, picture) {
  const { record } = anomaly;
  const image = record.image ?? {};
  const dialog = byId('details');
  const reasons = Array.isArray(record.reasons) ? record.reasons : [];
  const where = place(record);
  dialog.replaceChildren(...[
    el(
      'div',
      { class: 'head' },
      el('h2', { id: 'details-title' }, el('bdi', {}, sourceName(anomaly.source))),
      el('button', { type: 'button', onclick: () => dialog.close() }, 'Close'),
    ),
    el('p', { class: 'quiet' }, `${dateAndTime(anomaly.at)} · ${image.topic} partition ${image.partition} offset ${image.offset}`),
    picture
      ? el('figure', {}, el('img', { src: picture, alt: pictureText(anomaly) }), el('figcaption', {}, `${panels(record)}; orange is above the limit.`))
      : el('p', { class: 'none' }, 'There is no picture of this image.'),
    reasons.length ? el('ul', { class: 'reasons' }, ...reasons.map(why)) : el('p', {}, mainReason(record)),
    where ? el('p', {}, where) : null,
    el('p', { class: 'quiet' }, `Decided by ${record.verdict?.score}: p ${number(record.verdict?.pValue)} at α ${number(record.verdict?.alpha)}${record.verdict?.extrapolated ? ', extrapolated' : ''}${comparedWith(record.verdict?.calibration)}; ${record.bundle ? `bundle ${record.bundle}, ` : ''}${record.model?.name} ${record.model?.version} on ${record.model?.provider}.`),
    scores(record),
    places(record),
    latents(record),
    raw(record),
  ].filter(Boolean));
  dialog.showModal();
}

closable(byId('details'));
