import { h } from './dom.js';
import { count, span } from './format.js';

const deepest = 16;

/** An error with where it happened, and what caused it. */
export function errorBox(error, title) {
  return h('section', { class: 'part-box error-box', 'aria-labelledby': 'error-title' }, h('h2', { id: 'error-title' }, title), h('div', { class: 'card' }, ...layers(error, 0)));
}

function layers(error, depth) {
  const facts = [['Kind', error.kind], ['Type', error.type], ['Node', error.node], ['Attempts', depth === 0 ? count(error.attempts) : null], ['Last attempt', error.elapsedMs > 0 ? span(error.elapsedMs) : null], ['Can be retried', error.isRecoverable ? 'yes' : 'no']];
  return [
    h('div', { class: 'error-layer' },
      h('p', { class: 'error-head' }, depth > 0 ? h('span', { class: 'muted' }, 'caused by ') : null, h('span', { class: 'code-name' }, error.code)),
      h('p', { class: 'error-message' }, error.message),
      h('dl', { class: 'error-facts' }, facts.filter(([, value]) => value).map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value)))),
      error.stackTrace ? h('details', { open: depth === 0 }, h('summary', null, 'Stack'), h('pre', { tabindex: 0 }, error.stackTrace)) : null),
    ...(error.cause && depth < deepest ? layers(error.cause, depth + 1) : []),
  ];
}
