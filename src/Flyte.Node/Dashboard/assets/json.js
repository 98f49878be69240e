import { h } from './dom.js';
import { count } from './format.js';
import { copyable } from './parts.js';

const most = 20_000;

/** What an item was given, on a line. Where inputs are not kept, its error may have it. */
export const inputOf = item => item.input !== null && item.input !== undefined ? JSON.stringify(item.input) : item.error?.input ?? '';

/** A value, laid out; what is huge is shown in full only when that is wanted. */
export function jsonBox(title, value, isKept = true) {
  const text = JSON.stringify(value, null, 2);
  const body = h('div');
  const name = title.toLowerCase();
  if (text === 'null') {
    body.append(copyable(text), isKept ? '' : h('p', { class: 'muted' }, 'Or it is not there any more: a node that records nowhere keeps no inputs of what has ended.'));
  } else if (text.length <= most) {
    body.append(copyable(text));
  } else {
    body.append(copyable(`${text.slice(0, most)}…`), h('p', { class: 'choices' },
      h('span', { class: 'muted' }, `${count(most)} of ${count(text.length)} characters`),
      h('button', { type: 'button', onclick: () => body.replaceChildren(copyable(text)) }, 'Show all of it')));
  }

  return h('section', { class: 'part-box', 'aria-labelledby': `${name}-title` }, h('h2', { id: `${name}-title` }, title), body);
}
