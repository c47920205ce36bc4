// Numbers, times and reasons in words.

const clock = new Intl.DateTimeFormat([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat([], { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });
const whole = new Intl.NumberFormat('en');

export const NO_SOURCE = '(no key)';

export const count = (number) => whole.format(number);

/** A number of things: "1 image", "2 images". */
export const counted = (number, thing) => `${count(number)} ${thing}${number === 1 ? '' : 's'}`;

/** Characters that are not seen, or that turn the text around them: a name could look like another one. */
const UNSEEN = /[\u0000-\u001f\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]/g;

const code = (character) => `[U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`;

/** The name of a source as it is shown: characters that are not seen as their numbers, and spaces at its ends in quotes. */
export function sourceName(source) {
  if (source === '') {
    return NO_SOURCE;
  }
  const seen = source.replace(UNSEEN, code);
  return seen.trim() === seen ? seen : `“${seen}”`;
}

const LAST_DATE = 8.64e15;
const MOST_DIGITS = 15; // of a number that are certain

/** A producer may send any timestamp, or a record without one; dates end in the year 275760. */
export const date = (millis) => new Date(Math.max(-LAST_DATE, Math.min(Number(millis) || 0, LAST_DATE)));

export const time = (millis) => clock.format(date(millis));

const minute = new Intl.DateTimeFormat([], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** Without seconds. */
export const timeOfDay = (millis) => minute.format(date(millis));

export const dateAndTime = (millis) => day.format(date(millis));

/** Three digits of a number that may be of any size. */
export function number(value) {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    return '–';
  }
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-6 || size >= 1e6)) {
    return value.toExponential(2);
  }
  return size >= 1000 ? whole.format(Math.round(value)) : String(Number(value.toPrecision(3)));
}

/** A share of 0 to 1 with so many digits, or more: what is not all is not rounded to 100 %. */
export function percent(share, digits = 2) {
  let shown = digits;
  while (share < 1 && shown < MOST_DIGITS && Number((100 * share).toPrecision(shown)) >= 100) {
    shown += 1;
  }
  return `${(100 * share).toLocaleString('en', { maximumSignificantDigits: shown })} %`;
}

export function rate(value) {
  return value >= 10 || value === 0 ? whole.format(Math.round(value)) : value.toFixed(1);
}

/** A duration, coarser the longer it is. */
export function duration(millis) {
  if (!(millis >= 0)) {
    return '–';
  }
  if (millis < 1000) {
    return `${Math.round(millis)} ms`;
  }
  const seconds = millis / 1000;
  if (seconds < 10) {
    return `${seconds.toFixed(1)} s`;
  }
  if (seconds < 90) {
    return `${Math.round(seconds)} s`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 90) {
    return `${minutes} min`;
  }
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export const NAMES = {
  p: 'deciding p-value',
  elbo: 'ELBO loss',
  reconstruction: 'reconstruction error',
  kl: 'KL divergence',
  local: 'worst place',
  density: 'unlike normal images',
};

/** A feature is named with the furthest one if it is at least so many spreads out, and half as far as that one. */
const FAR = 3;

/** In which way an image is unlike normal ones as a whole, such as "dark, blurred"; empty where its record has no features. */
function unlike(features) {
  const size = (one) => Math.abs(one.deviation);
  const far = features.filter((one, i) => i === 0 || (size(one) >= FAR && size(one) >= size(features[0]) / 2));
  return [...new Set(far.map((one) => String(one.words)))].join(', ');
}

/** How far out a feature is, such as "brightness_mean 5.2 spreads below normal". */
export const deviation = ({ feature, deviation: far }) =>
  `${feature} ${number(Math.abs(far))} spreads ${far < 0 ? 'below' : 'above'} normal`;

/** The value of a reason, such as "3,290, limit 23". */
export const measured = (one) => `${number(one.value)}, limit ${number(one.limit)}`;

/** One reason of a record, such as "worst place 9.65, above 3.21" or "unlike normal images: dark". */
export function reason(one) {
  if (one.score === 'density') {
    const words = Array.isArray(one.features) ? unlike(one.features) : '';
    return words ? `${NAMES.density}: ${words}` : NAMES.density;
  }
  const name = NAMES[one.score] ?? String(one.score);
  const side = one.side === 'low' ? 'below' : 'above';
  return `${name} ${number(one.value)}, ${side} ${number(one.limit)}`;
}

/** The first reason; for a record without reasons the deciding score. */
export function mainReason(record) {
  const first = Array.isArray(record.reasons) ? record.reasons[0] : undefined;
  return first ? reason(first) : `by ${record.verdict?.score ?? 'an unknown score'}`;
}

/** The worst place, in pixels of the stored image if they are known; empty if the record has no places. */
export function place(record) {
  if (!Array.isArray(record.evidence?.places)) {
    return '';
  }
  const worst = record.evidence.places[0];
  if (!worst) {
    return 'unusual as a whole';
  }
  const more = record.evidence.places.length - 1;
  const of = originalSize(record);
  const at = of ? worst.original : worst;
  return `column ${at.column}, row ${at.row}, ${at.width}×${at.height}\u00a0px${of}${more > 0 ? `, and ${more} more` : ''}`;
}

/** The size of the stored image as " of W×H"; empty if the record does not say where its places lie in it. */
export function originalSize(record) {
  const size = record.evidence?.original;
  return size && record.evidence.places?.every((one) => one.original) ? ` of ${size.width}×${size.height}` : '';
}

/** The panels of the picture of an anomaly. A model of features, whose places have a cell, has no reconstruction. */
export function panels(record) {
  return record.evidence?.cell ? 'Image, image with the loss map over it, and loss map' : 'Image, reconstruction, and where they differ';
}

/** The text for the picture of an anomaly. */
export function pictureText(anomaly) {
  const where = place(anomaly.record);
  return `${sourceName(anomaly.source)}: ${mainReason(anomaly.record)}${where ? `, ${where}` : ''}. ${panels(anomaly.record)}.`;
}
