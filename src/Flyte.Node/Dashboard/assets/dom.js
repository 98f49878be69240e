// Elements are made of text and attributes only: nothing that a run brings along is ever read as markup.

const svgSpace = 'http://www.w3.org/2000/svg';

/** An element. Children are elements, texts, arrays of those, or null. */
export function h(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** An element of a picture. */
export function s(tag, props, ...children) {
  return fill(document.createElementNS(svgSpace, tag), props, children);
}

function fill(element, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }

  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** Changes a text only when it is another one, so that a selection outlives an update. */
export function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

export function show(element, isShown) {
  element.hidden = !isShown;
}

/** Marks the link that leads to where one is. */
export function mark(link, isHere) {
  if (isHere) {
    link.setAttribute('aria-current', 'page');
  } else {
    link.removeAttribute('aria-current');
  }
}

/**
 * Brings the children of an element in line with a list, and keeps those that stay, with their focus.
 * `create` makes { node, update } of an entry.
 */
export function keep(parent, entries, keyOf, create) {
  const before = parent.kept ?? new Map();
  const now = new Map();
  let place = parent.firstChild;
  for (const entry of entries) {
    const key = keyOf(entry);
    const row = before.get(key) ?? create(entry);
    row.update?.(entry);
    now.set(key, row);
    if (row.node === place) {
      place = place.nextSibling;
    } else {
      parent.insertBefore(row.node, place);
    }
  }

  for (const [key, row] of before) {
    if (!now.has(key)) {
      row.node.remove();
    }
  }

  parent.kept = now;
}

/** A pause that ends early with its signal. */
export function pause(milliseconds, signal) {
  return new Promise(resolve => {
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
  });
}

/** Resolves when the page can be seen, or the signal ends it. */
export function seen(signal) {
  return new Promise(resolve => {
    if (!document.hidden || signal.aborted) {
      resolve();
      return;
    }

    document.addEventListener('visibilitychange', done);
    signal.addEventListener('abort', done, { once: true });
    function done() {
      if (!document.hidden || signal.aborted) {
        document.removeEventListener('visibilitychange', done);
        resolve();
      }
    }
  });
}

/** Does something again and again while the page is seen; what it returns as false ends it. */
export async function every(milliseconds, signal, work) {
  while (!signal.aborted) {
    await seen(signal);
    if (signal.aborted || await work() === false) {
      return;
    }

    await pause(milliseconds, signal);
  }
}
