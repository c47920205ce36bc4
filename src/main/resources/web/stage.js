// One image, large: the original as Kafka has it, the loss map over it, and boxes around its places.

import { el, setText } from './dom.js';
import { number, panels } from './words.js';

const GAP = 4; // between the panels of a picture
const SMALL = 400; // pixels; smaller images are magnified with hard edges

/** A picture of a record as its panels: image, reconstruction or overlay, loss. */
export function picture(url) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error('no picture'));
    image.src = url;
  });
}

function panel(image, index, canvas) {
  const width = Math.floor((image.naturalWidth - 2 * GAP) / 3);
  canvas.width = width;
  canvas.height = image.naturalHeight;
  canvas.getContext('2d').drawImage(image, index * (width + GAP), 0, width, canvas.height, 0, 0, width, canvas.height);
  return canvas;
}

const percent = (part, whole) => `${(100 * part) / whole}%`;

function put(element, rectangle, size) {
  element.style.left = percent(rectangle.column, size.width);
  element.style.top = percent(rectangle.row, size.height);
  element.style.width = percent(rectangle.width, size.width);
  element.style.height = percent(rectangle.height, size.height);
}

/** The places of a record in pixels of the stored image. */
function boxes(record, size) {
  const places = Array.isArray(record?.evidence?.places) ? record.evidence.places : [];
  const original = record?.evidence?.original;
  if (!original || original.width !== size.width || original.height !== size.height) {
    return [];
  }
  return places.filter((one) => one.original).map((one, i) => ({ ...one.original, nats: one.nats, first: i === 0 }));
}

const OUTLINE = [0xff, 0x2f, 0xb3]; // of the places, which the stage draws itself
const NONE = 44; // the brightness of the colour for no loss

/** Makes the colours of a loss map clear where there is no loss, so that the image is seen under it. */
function clear(canvas) {
  const pen = canvas.getContext('2d');
  const pixels = pen.getImageData(0, 0, canvas.width, canvas.height);
  const { data } = pixels;
  for (let i = 0; i < data.length; i += 4) {
    const isOutline = OUTLINE.every((level, k) => data[i + k] === level);
    const bright = Math.max(data[i], data[i + 1], data[i + 2]);
    data[i + 3] = isOutline ? 0 : Math.max(0, Math.min(255, ((bright - NONE) * 255) / (200 - NONE)));
  }
  pen.putImageData(pixels, 0, 0);
}

/**
 * The stage of an image.
 *
 * @param url of the original
 * @param size `{width, height, shown}` of the stored image
 * @param words for those who do not see it
 */
export function stage(url, size, words) {
  const original = el('img', { src: url, alt: words, class: Math.max(size.width, size.height) < SMALL ? 'hard' : null });
  const overlay = el('canvas', { class: 'overlay', 'aria-hidden': 'true', hidden: true });
  const marks = el('div', { class: 'marks', 'aria-hidden': 'true' });
  const frame = el('div', { class: 'stage' }, original, overlay, marks);
  frame.style.aspectRatio = `${size.width} / ${size.height}`;
  frame.style.setProperty('--ratio', String(size.width / size.height));
  const slider = el('input', { type: 'range', min: 0, max: 100, value: 70, id: 'loss-slider' });
  const share = el('output', { for: 'loss-slider' });
  const boxed = el('input', { type: 'checkbox', checked: true });
  const loss = el('p', { class: 'quiet', hidden: true });
  const sliderLabel = el('label', { class: 'slider', hidden: true }, 'Loss map over it ', slider, share);
  const boxedLabel = el('label', { hidden: true }, boxed, ' Places');
  const controls = el('div', { class: 'controls' }, sliderLabel, boxedLabel, loss);

  function faded() {
    overlay.style.opacity = String(slider.value / 100);
    setText(share, `${slider.value} %`);
  }

  slider.addEventListener('input', faded);
  boxed.addEventListener('change', () => {
    marks.hidden = !boxed.checked;
  });
  original.addEventListener('error', () => {
    setText(loss, 'The image could not be loaded.');
    loss.hidden = false;
  });
  return {
    element: el('div', { class: 'staged' }, frame, controls),
    /** Moves the slider, for keys. */
    fade(by) {
      slider.value = String(Math.max(0, Math.min(100, Number(slider.value) + by)));
      faded();
    },
    /** Shows the places of the record. */
    record(record) {
      const all = boxes(record, size);
      boxedLabel.hidden = all.length === 0;
      marks.replaceChildren(
        ...all.map((one) => {
          const box = el('span', { class: one.first ? 'box worst' : 'box', title: `${number(one.nats)} nats per pixel` });
          put(box, one, size);
          return box;
        }),
      );
    },
    /** Lays the loss of a picture over the image. */
    picture(image) {
      clear(panel(image, 2, overlay));
      put(overlay, size.shown ?? { column: 0, row: 0, width: size.width, height: size.height }, size);
      overlay.hidden = false;
      sliderLabel.hidden = false;
      faded();
    },
    /** Says why there is no loss map. */
    without(why) {
      setText(loss, why);
      loss.hidden = false;
    },
  };
}

/** The three panels of a picture, each with its name. */
export function triptych(image, record) {
  const names = record.evidence?.cell
    ? ['What the model sees', 'The loss over it', 'The loss: orange is above the limit']
    : ['What the model sees', 'Its reconstruction', 'Where they differ: orange is above the limit'];
  const figures = names.map((name, i) =>
    el('figure', {}, panel(image, i, el('canvas', { role: 'img', 'aria-label': name })), el('figcaption', {}, name)),
  );
  return el('div', { class: 'triptych', role: 'group', 'aria-label': panels(record) }, ...figures);
}
