import { getIfThere } from './api.js';
import { h } from './dom.js';
import { key } from './key.js';
import { copyable } from './parts.js';

const example = 'patterns.process_item';

/** What to do when there is no run yet. */
export function firstRun() {
  const command = h('div', null, copyable(line(example)));
  choose(command);
  return h('div', { class: 'card empty' },
    h('h2', null, 'No runs yet'),
    h('p', null, 'A run is a task over many inputs. Start the first one, and watch it here:'),
    command,
    h('p', { class: 'muted' }, 'Inputs of any number are streamed, one in a line, as application/x-ndjson. The whole interface is described at ', h('a', { href: '/openapi/v1.json', target: '_blank' }, '/openapi/v1.json'), '.'));
}

async function choose(command) {
  const known = await getIfThere('/tasks').catch(() => null);
  const names = known?.tasks.map(task => task.name) ?? [];
  if (names.length > 0 && !names.includes(example)) {
    command.replaceChildren(copyable(line(names[0])));
  }
}

function line(task) {
  const quoted = text => `'${text.replaceAll("'", "'\\''")}'`;
  return [
    `curl ${location.origin}/api/v1/runs \\`,
    ...(key() ? ["  -H \"Authorization: Bearer $FLYTE_KEY\" \\"] : []),
    "  -H 'Content-Type: application/json' \\",
    `  -d ${quoted(JSON.stringify({ task, inputs: [1, 2, 3] }))}`,
  ].join('\n');
}
