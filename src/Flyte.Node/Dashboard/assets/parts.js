import { h } from './dom.js';

/** A part of a page, with its heading. It is not there until it has something to show. */
export function part(id, title, ...children) {
  const note = h('span', { class: 'note' });
  const body = h('div', { class: 'part-body' }, ...children);
  const node = h('section', { class: 'part-box', 'aria-labelledby': `${id}-title`, id, hidden: true }, h('h2', { id: `${id}-title` }, title, note), body);
  return { node, body, note };
}

/** A table. On a phone one of the kind 'cards' has a card for each row. */
export function table(label, kind, ...heads) {
  const body = h('tbody');
  const node = h('table', { 'aria-label': label, class: kind }, h('thead', null, h('tr', null, heads.map(head => h('th', { scope: 'col', class: head.kind ?? null }, head.text ?? head)))), body);
  return { node, body };
}

/** A cell that names itself where a row is shown as a card. */
export const cell = (label, props, ...children) => h('td', { 'data-label': label, ...props }, ...children);

export const labels = all => h('span', { class: 'labels' }, Object.entries(all).map(([name, value]) => h('a', { class: 'label', href: `/?label=${encodeURIComponent(`${name}=${value}`)}` }, h('span', null, name), value)));

/** A text to be copied, such as a command. */
export function copyable(text) {
  const button = h('button', { type: 'button', class: 'quiet copy' }, 'Copy');
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Select it, and copy';
    }
  });
  return h('div', { class: 'code' }, h('pre', { tabindex: 0 }, text), navigator.clipboard ? button : null);
}

/** The way from a page of a list to the ones around it. */
export function pager(label) {
  const first = h('a', { class: 'button' });
  const next = h('a', { class: 'button' });
  const where = h('span', { class: 'muted' });
  const node = h('nav', { class: 'pager', 'aria-label': label, hidden: true }, first, where, next);
  return {
    node,
    update({ firstHref, firstText, nextHref, nextText, text }) {
      first.textContent = firstText;
      next.textContent = nextText;
      where.textContent = text;
      set(first, firstHref);
      set(next, nextHref);
      node.hidden = !firstHref && !nextHref && !text;
    },
  };

  function set(link, href) {
    link.hidden = !href;
    if (href) {
      link.setAttribute('href', href);
    }
  }
}
