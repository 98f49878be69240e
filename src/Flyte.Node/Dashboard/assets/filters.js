import { getIfThere, query } from './api.js';
import { h, mark } from './dom.js';
import { icon, phaseName, runPhases } from './phases.js';

/** Which runs are shown; the address of the page has it too. */
export function filters(page) {
  const tasks = h('datalist', { id: 'tasks' });
  const fields = {
    task: h('input', { name: 'task', 'data-filter': true, list: 'tasks', placeholder: 'Any task', 'aria-label': 'Task, by its full name', 'aria-keyshortcuts': '/' }),
    name: h('input', { name: 'name', placeholder: 'Any name', 'aria-label': 'Name of the run' }),
    label: h('input', { name: 'label', placeholder: 'key=value …', 'aria-label': 'Labels, as key=value, with spaces between' }),
  };
  for (const input of Object.values(fields)) {
    input.autocomplete = 'off';
    input.spellcheck = false;
    input.addEventListener('change', apply);
  }

  const phases = new Map(['', ...runPhases].map(phase => [phase, h('a', { href: '/' }, phase ? icon(phase) : null, h('span', null, phase ? phaseName(phase) : 'all'))]));
  const clear = h('a', { class: 'button quiet', href: '/' }, 'Clear');
  const node = h('search', { class: 'filters' },
    h('nav', { class: 'tabs', 'aria-label': 'Phase' }, [...phases.values()]),
    h('form', { onsubmit: event => { event.preventDefault(); apply(); } },
      h('label', null, h('span', null, 'Task', h('kbd', null, '/')), fields.task), h('label', null, h('span', null, 'Name'), fields.name), h('label', null, h('span', null, 'Labels'), fields.label), tasks, h('button', { class: 'unseen', tabindex: -1 }, 'Filter'), clear));
  let phase = '';
  suggest();
  return { node, update, has };

  function update(to) {
    phase = to.get('phase') ?? '';
    fields.task.value = to.get('task') ?? '';
    fields.name.value = to.get('name') ?? '';
    fields.label.value = to.getAll('label').join(' ');
    for (const [one, link] of phases) {
      link.setAttribute('href', `/${query({ ...values(), phase: one })}`);
      mark(link, one === phase);
    }

    clear.hidden = !has(to);
  }

  function has(to) {
    return ['phase', 'task', 'name', 'label'].some(name => to.get(name));
  }

  function values() {
    return { phase, task: fields.task.value.trim(), name: fields.name.value.trim(), label: labelsOf(fields.label.value) };
  }

  function apply() {
    page.go(`/${query(values())}`);
  }

  async function suggest() {
    const known = await getIfThere('/tasks', page.signal).catch(() => null);
    tasks.replaceChildren(...(known?.tasks ?? []).map(task => h('option', { value: task.name })));
  }
}

// A value may have spaces: what has no '=' belongs to the label before.
function labelsOf(text) {
  const all = [];
  for (const word of text.trim().split(/\s+/).filter(Boolean)) {
    if (word.includes('=') || all.length === 0) {
      all.push(word);
    } else {
      all[all.length - 1] += ` ${word}`;
    }
  }

  return all;
}
