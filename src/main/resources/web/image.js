// One image, large, at its own address: what it looks like, why it was reported, what people say of it, and what came before
// and after. It is read from Kafka by its coordinates, so the address works as long as Kafka has the image.

import { find as anomaly, imageAddress, pictureOf } from './anomalies.js';
import { ask } from './ask.js';
import { charts } from './axes.js';
import { decided, reasons, tables } from './details.js';
import { el, setText } from './dom.js';
import { keys } from './keys.js';
import { labelBar } from './labels.js';
import { address, back, go, setTitle, view } from './route.js';
import { picture, stage, triptych } from './stage.js';
import { dateAndTime, mainReason, number, place, sourceName } from './words.js';

/** A button that copies the address. */
function copyLink(url) {
  const button = el('button', { type: 'button' }, 'Copy link');
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(url);
      setText(button, 'Copied');
    } catch {
      // Browsers offer the clipboard only over https and on loopback.
      const shown = el('input', { type: 'text', readonly: true, value: url, 'aria-label': 'link to this image' });
      button.after(shown);
      shown.select();
    }
  });
  return button;
}

function verdict(record) {
  const { anomalous, pValue, alpha } = record.verdict ?? {};
  return el(
    'p',
    { class: anomalous ? 'verdict reported' : 'verdict' },
    el('b', {}, anomalous ? 'Reported' : 'Not reported'),
    el('span', {}, `p ${number(pValue)} ${anomalous ? '≤' : '>'} α ${number(alpha)}`),
  );
}

/** A link to a neighbour; without one, why there is none. */
function neighbour(text, one) {
  return one
    ? el('a', { href: imageAddress(one.image, one.at), class: one.anomalous ? 'beyond' : null }, `${text} · p ${number(one.pValue)}`)
    : el('span', { class: 'quiet' }, `no ${text.toLowerCase()} image within 3 hours`);
}

function open(main, [name = ''], query) {
  const began = { closed: false, close: () => {} };
  const title = el('h2', { tabindex: '-1' }, el('bdi', {}, name));
  const when = el('p', { class: 'quiet' }, 'reading …');
  const where = el('div', { class: 'look' });
  const side = el('div', { class: 'side' });
  const calibration = el('section', { 'aria-label': 'Where the image lies in the calibration', hidden: true });
  const panels = el('section', { 'aria-label': 'Panels of the model', hidden: true });
  const details = el('section', { 'aria-label': 'All numbers', hidden: true });
  const bar = labelBar(name, Number(query.get('at')) || null);
  const beside = el('nav', { class: 'beside', 'aria-label': 'Images of this source' }, el('span', { class: 'quiet' }, 'looking for the images beside it …'));
  let shownStage = null;
  let record = null;
  let next = {};

  main.replaceChildren(
    el('div', { class: 'viewhead' }, el('button', { type: 'button', onclick: back }, '← Back'), title, copyLink(location.href)),
    when,
    el('div', { class: 'large' }, el('section', { 'aria-label': 'The image' }, where), el('section', { class: 'told', 'aria-label': 'The verdict' }, side, bar.element, beside)),
    panels,
    calibration,
    details,
  );

  function heading(source, at, topic) {
    const known = source !== undefined;
    const shown = known ? sourceName(source) : name;
    title.replaceChildren(known ? el('a', { href: address('source', source) }, el('bdi', {}, shown)) : el('bdi', {}, name));
    setText(when, `${at ? `${dateAndTime(at)} · ` : ''}${topic}`);
    setTitle(known ? `${shown} ${name}` : name);
  }

  function showRecord(found) {
    record = found;
    side.replaceChildren(verdict(found), found.verdict?.anomalous ? reasons(found) : el('p', { class: 'quiet' }, mainReason(found)), ...[place(found) ? el('p', {}, place(found)) : null, decided(found)].filter(Boolean));
    details.hidden = false;
    details.replaceChildren(el('details', {}, el('summary', {}, 'All numbers and the record'), ...tables(found)));
    shownStage?.record(found);
  }

  async function showPicture(found, at) {
    if (!found) {
      shownStage?.without('No loss map: no score of this image is known.');
      return;
    }
    if (!found.verdict?.anomalous) {
      shownStage?.without('No loss map: the model draws one for reported images only.');
      return;
    }
    const kept = anomaly(name);
    const url = (kept && pictureOf(kept)) ?? `/api/image/${encodeURIComponent(name)}/evidence${at ? `?at=${at}` : ''}`;
    try {
      const image = await picture(url);
      if (began.closed) {
        return;
      }
      shownStage?.picture(image);
      panels.hidden = false;
      panels.replaceChildren(triptych(image, found));
    } catch {
      shownStage?.without(
        found.evidence
          ? 'No loss map: the evidence topic no longer has the picture of this image, or had no room for it.'
          : 'No loss map: it was left out when this image was scored (evidence.per-minute, load or size).',
      );
    }
  }

  function showOriginal(data) {
    if (data.original) {
      const bundle = data.record?.bundle ? `?bundle=${encodeURIComponent(data.record.bundle)}` : '';
      const words = `Image ${name}${data.record ? `: ${mainReason(data.record)}` : ''}`;
      shownStage = stage(`/api/image/${encodeURIComponent(name)}/original${bundle}`, data.original, words);
      where.replaceChildren(
        shownStage.element,
        el('p', { class: 'quiet' }, `${data.original.width}×${data.original.height} pixels as stored${data.bytes ? `, ${number(data.bytes / 1024)} KiB` : ''}`),
      );
    } else {
      where.replaceChildren(el('p', { class: 'gone', role: 'alert' }, data.gone ?? `This image cannot be shown: ${data.unviewable}.`));
    }
  }

  async function showNeighbours(source, at) {
    try {
      next = await ask(`image/${encodeURIComponent(name)}/neighbours`, { key: source, at });
    } catch (e) {
      beside.replaceChildren(el('span', { class: 'quiet' }, `The images beside it are not known: ${e.message}`));
      return;
    }
    beside.replaceChildren(neighbour('Previous', next.previous), neighbour('Next', next.next));
  }

  async function load() {
    const kept = anomaly(name);
    if (kept) {
      heading(kept.source, kept.at, name);
      showRecord(kept.record);
    }
    let data;
    try {
      data = await ask(`image/${encodeURIComponent(name)}`, { at: query.get('at') });
    } catch (e) {
      if (!began.closed) {
        where.replaceChildren(el('p', { class: 'gone', role: 'alert' }, e.message));
        if (kept) {
          showPicture(kept.record, kept.at); // what this page has received is still good
        } else {
          setText(when, '');
        }
      }
      return;
    }
    if (began.closed) {
      return;
    }
    const unknown = data.gone && !data.record; // an image without a key has no source in the answer either
    const source = kept?.source ?? data.source ?? (unknown ? undefined : '');
    heading(source, data.at, name);
    const found = data.record ?? kept?.record ?? null;
    showOriginal({ ...data, record: found });
    if (found) {
      showRecord(found);
    } else {
      side.replaceChildren(el('p', { class: 'gone' }, data.unscored));
    }
    if (data.axes && found) {
      calibration.hidden = false;
      calibration.replaceChildren(
        el('h3', {}, 'Where it lies among the calibration images'),
        charts(data.axes, found),
      );
    } else if (found) {
      calibration.hidden = false;
      calibration.replaceChildren(
        el('p', { class: 'quiet' }, `The calibration of ${found.model?.name} ${found.model?.version} is not in force here now, so this page cannot draw it.`),
      );
    }
    showPicture(found, data.at);
    if (data.at) {
      showNeighbours(data.source ?? source ?? '', data.at);
    }
  }

  const move = (one) => () => one() && go(imageAddress(one().image, one().at));
  const forget = keys([
    { key: 'd', words: 'label as a defect', act: () => bar.set('defect') },
    { key: 'n', words: 'label as normal', act: () => bar.set('normal') },
    { key: 'u', words: 'label as unsure', act: () => bar.set('unsure') },
    { key: 'j', words: 'next image of the source', act: move(() => next.next), repeats: true },
    { key: 'k', words: 'previous image of the source', act: move(() => next.previous), repeats: true },
    { key: '+', words: 'more of the loss map', act: () => shownStage?.fade(20), repeats: true },
    { key: '-', words: 'less of the loss map', act: () => shownStage?.fade(-20), repeats: true },
    { key: 's', words: 'to its source', act: () => title.querySelector('a')?.click() },
    { key: 'Escape', words: 'back', act: back },
  ]);
  load();
  return {
    title: name,
    close() {
      began.closed = true;
      bar.close();
      forget();
    },
  };
}

export const start = () => view('image', '', open);
