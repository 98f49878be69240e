import { h } from './dom.js';

/**
 * Asks before something is done, does it, and says in the same place what came of it. Resolves to what `work` did, or null.
 * Fields are { name, label, value, type, hint }; work gets their values.
 */
export function confirm({ title, text, action, isDangerous = false, fields = [], work }) {
  return new Promise(resolve => {
    let result = null;
    const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
    const inputs = fields.map(field => h('input', { name: field.name, type: field.type ?? 'text', value: field.value ?? '', min: field.min, placeholder: field.hint ?? '', autocomplete: 'off', required: field.required }));
    const button = h('button', { class: isDangerous ? 'danger' : 'main' }, action);
    const cancel = h('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel');
    const form = h('form', { onsubmit: submit },
      h('h2', { id: 'dialog-title' }, title),
      h('p', { id: 'dialog-text' }, text),
      fields.map((field, index) => h('label', { class: 'field' }, h('span', null, field.label), inputs[index])),
      problem,
      h('div', { class: 'choices' }, cancel, button));
    const dialog = h('dialog', { 'aria-labelledby': 'dialog-title', 'aria-describedby': 'dialog-text', onclose: close }, form);
    document.body.append(dialog);
    dialog.showModal();
    (inputs[0] ?? cancel).focus();

    async function submit(event) {
      event.preventDefault();
      button.disabled = true;
      problem.hidden = true;
      try {
        result = await work(Object.fromEntries(inputs.map(input => [input.name, input.value.trim()])));
        dialog.close();
      } catch (e) {
        problem.textContent = e.message;
        problem.hidden = false;
        button.disabled = false;
      }
    }

    function close() {
      dialog.remove();
      resolve(result);
    }
  });
}
