// Makes elements. Text is always set as text, never as HTML: anyone can write the keys and records that it comes from.

export const byId = (id) => document.getElementById(id);

/** An element with attributes and children; a child that is no element becomes text. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'onclick') {
      element.addEventListener('click', value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Sets text if it differs. An unchanged node keeps its selection, and screen readers do not repeat it. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** A click outside of a dialog closes it. */
export function closable(dialog) {
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) {
      dialog.close();
    }
  });
}

/**
 * Gives a list one child per item, in the order of the items. The element of an item that stays is kept, with its focus
 * and scroll position. `make` returns an object with an `element` and a method `show(item)`.
 */
export function reconcile(list, items, keyOf, make) {
  const kept = list.kept ?? (list.kept = new Map());
  const wanted = new Set(items.map(keyOf));
  for (const [key, row] of kept) {
    if (!wanted.has(key)) {
      row.element.remove();
      kept.delete(key);
    }
  }
  let place = list.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    let row = kept.get(key);
    if (!row) {
      row = make(item);
      kept.set(key, row);
    }
    row.show(item);
    if (row.element === place) {
      place = place.nextElementSibling;
    } else {
      list.insertBefore(row.element, place);
    }
  }
}
