// What a record says of one image, as lists and tables.

import { el } from './dom.js';
import { NAMES, counted, deviation, mainReason, measured, number, originalSize, reason } from './words.js';

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
  return `, compared with ${counted(calibration.images, 'normal image')} ${calibration.group ? 'of this source' : 'of all sources'}`;
}

/** How it was decided, by what. */
export function decided(record) {
  const verdict = record.verdict ?? {};
  return el(
    'p',
    { class: 'quiet' },
    `Decided by ${verdict.score}: p ${number(verdict.pValue)} at α ${number(verdict.alpha)}${verdict.extrapolated ? ', extrapolated' : ''}${comparedWith(verdict.calibration)}; ${record.bundle ? `bundle ${record.bundle}, ` : ''}${record.model?.name} ${record.model?.version} on ${record.model?.provider}${verdict.settingsOffset === undefined ? '' : `; settings record ${verdict.settingsOffset}`}.`,
  );
}

/** Why it was reported, in words; the deciding score of a record without reasons. */
export function reasons(record) {
  const all = Array.isArray(record.reasons) ? record.reasons : [];
  return all.length ? el('ul', { class: 'reasons' }, ...all.map(why)) : el('p', {}, mainReason(record));
}

/** The tables of a record, and the record itself. */
export const tables = (record) => [scores(record), places(record), latents(record), raw(record)].filter(Boolean);
