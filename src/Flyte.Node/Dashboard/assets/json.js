import { h } from './dom.js';
import { count } from './format.js';
import { copyable } from './parts.js';

const most = 20_000;

/** A value, laid out; what is huge is shown in full only when that is wanted. */
export function jsonBox(title, value) {
  const text = value === undefined ? '' : JSON.stringify(value, null, 2);
  const body = h('div');
  const name = title.toLowerCase();
  if (value === undefined) {
    body.append(h('p', { class: 'muted' }, 'It is not kept.'));
  } else if (text.length <= most) {
    body.append(copyable(text));
  } else {
    body.append(copyable(`${text.slice(0, most)}…`), h('p', { class: 'choices' },
      h('span', { class: 'muted' }, `${count(most)} of ${count(text.length)} characters`),
      h('button', { type: 'button', onclick: () => body.replaceChildren(copyable(text)) }, 'Show all of it')));
  }

  return h('section', { class: 'part-box', 'aria-labelledby': `${name}-title` }, h('h2', { id: `${name}-title` }, title), body);
}
