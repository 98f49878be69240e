import { getIfThere, postText } from './api.js';
import { confirm } from './dialogs.js';
import { h } from './dom.js';
import { line } from './format.js';

/** Asks what to run. Resolves to the new run, or to null. */
export async function startRun() {
  const known = (await getIfThere('/tasks').catch(() => null))?.tasks ?? [];
  const hint = h('p', { class: 'muted mono', 'aria-live': 'polite' });
  const showSchema = name => {
    const schema = known.find(task => task.name === name)?.inputSchema;
    hint.textContent = schema ? `An input is ${line(JSON.stringify(schema), 300)}` : '';
  };
  return confirm({
    title: 'Start a run',
    text: 'A task over many inputs: each is an item of its own, with a result or an error of its own.',
    action: 'Start',
    fields: [
      { name: 'task', label: 'Task', hint: known[0]?.name ?? 'environment.function', required: true, options: known.map(task => task.name), onChange: showSchema },
      { name: 'inputs', label: 'Inputs, a JSON array', type: 'textarea', value: '', hint: '[1, 2, 3]', required: true },
      { name: 'id', label: 'Id', hint: 'made by the node' },
      { name: 'name', label: 'Name', hint: 'for people' },
      { name: 'concurrency', label: 'Items at once', type: 'number', min: 0, hint: "the node's bound" },
    ],
    more: hint,
    work: start,
  });
}

function start({ task, inputs, id, name, concurrency }) {
  let parsed;
  try {
    parsed = JSON.parse(inputs);
  } catch (e) {
    throw new Error(`The inputs are not JSON: ${e.message}`);
  }

  if (!Array.isArray(parsed)) {
    throw new Error('The inputs are no array: put [ and ] around the one input.');
  }

  // As they were written, so that no number changes on its way.
  const rest = JSON.stringify({ task, ...id && { id }, ...name && { name }, ...concurrency && { concurrency: Number(concurrency) } });
  return postText('/runs', `${rest.slice(0, -1)},"inputs":${inputs}}`);
}
