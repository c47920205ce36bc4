// Makes elements. Text is only ever set as text: keys and records are anybody's, and HTML in them stays what it is.

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

/** Sets text where it differs: an unchanged node keeps selections, and screen readers quiet. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/**
 * Makes the children of a list those of the items, in order, and keeps the element of an item that stays: focus and scroll position
 * stay with it. `make` gives an element with a method `show(item)`.
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
