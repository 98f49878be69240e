import { h } from './dom.js';

// A key lives as long as the tab, and goes nowhere but to this node.
const place = 'flyte-key';
const forget = document.getElementById('forget-key');
let asking = null;

export const key = () => sessionStorage.getItem(place);

/** Asks for a key once for all who need one. Resolves to whether there is another than the one that was refused. */
export function ask(refused, why, signal) {
  if (signal?.aborted) {
    return Promise.resolve(false);
  }

  if (key() !== refused) {
    return Promise.resolve(true);
  }

  asking ??= prompt(refused, why).finally(() => asking = null);
  return asking;
}

function prompt(refused, why) {
  return new Promise(resolve => {
    const input = h('input', { id: 'key', type: 'password', autocomplete: 'off', spellcheck: 'false', required: true, 'aria-describedby': 'key-why' });
    const dialog = h('dialog', { 'aria-labelledby': 'key-title', onclose: close },
      h('form', { method: 'dialog' },
        h('h2', { id: 'key-title' }, 'This node asks for a key'),
        h('p', { id: 'key-why', class: refused ? 'problem' : 'muted', role: refused ? 'alert' : null }, refused ? why : "It is one of those that were made by 'key NAME' and stand in web:keys. It is kept until this tab is closed."),
        h('label', { class: 'field' }, h('span', null, 'Key'), input),
        h('div', { class: 'choices' }, h('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'), h('button', { class: 'main', value: 'use' }, 'Use this key'))));
    document.body.append(dialog);
    dialog.showModal();
    input.focus();

    function close() {
      dialog.remove();
      const given = dialog.returnValue === 'use' && input.value.trim();
      if (given) {
        sessionStorage.setItem(place, given);
      }

      forget.hidden = !key();
      resolve(Boolean(given));
    }
  });
}

forget.hidden = !key();
forget.addEventListener('click', () => {
  sessionStorage.removeItem(place);
  location.reload();
});
