import { h } from './dom.js';

function inputOf({ name, type = 'text', value = '', min, hint = '', required, options, onChange = () => {} }) {
  const all = { name, min, required, placeholder: hint, autocomplete: 'off', spellcheck: 'false', list: options ? `${name}-options` : null, oninput: event => onChange(event.target.value) };
  return type === 'textarea' ? h('textarea', { ...all, rows: 5, class: 'mono' }, value) : h('input', { ...all, type, value });
}

const optionsOf = ({ name, options }) => options ? h('datalist', { id: `${name}-options` }, options.map(value => h('option', { value }))) : null;

/**
 * Asks before something is done, does it, and says in the same place what came of it. Resolves to what `work` did, or null.
 * Fields are { name, label, value, type, hint, required, options, onChange }; work gets their values.
 */
export function confirm({ title, text, action, isDangerous = false, fields = [], more = null, work }) {
  return new Promise(resolve => {
    let result = null;
    const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
    const inputs = fields.map(inputOf);
    const button = h('button', { class: isDangerous ? 'danger' : 'main' }, action);
    const cancel = h('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel');
    const form = h('form', { onsubmit: submit },
      h('h2', { id: 'dialog-title' }, title),
      h('p', { id: 'dialog-text' }, text),
      fields.map((field, index) => h('label', { class: 'field' }, h('span', null, field.label), inputs[index], optionsOf(field))),
      more,
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
