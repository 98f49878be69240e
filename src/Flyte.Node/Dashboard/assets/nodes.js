import { getIfThere, Problem } from './api.js';
import { every, h, keep, say, show } from './dom.js';
import { count, counted } from './format.js';
import { cell, table } from './parts.js';
import { linked } from './stream.js';

/** The nodes, with what they can carry and what they carry. */
export function nodesPage(page) {
  const rows = table('Nodes', 'cards', 'Node', 'Status', 'Roles', 'Asynchronous slots', 'Synchronous slots', 'Tasks');
  const note = h('p', { class: 'muted wait' }, 'Loading…');
  const sum = h('p', { class: 'muted' });
  const node = h('div', { class: 'page' }, h('h1', null, 'Nodes'), sum, h('div', { class: 'card list' }, rows.node, note));
  document.title = 'Nodes · Flyte';
  every(2000, page.signal, read);
  return { node };

  async function read() {
    try {
      const found = await getIfThere('/nodes', page.signal);
      linked(found ? 'Live' : '');
      say(note, found ? '' : 'This node does not tell of nodes.');
      show(note, !found);
      showNodes(found?.nodes ?? []);
      return found !== null;
    } catch (e) {
      if (e instanceof Problem && e.isPassing) {
        linked('Lost', e);
        return true;
      }

      page.fail(e);
      return false;
    }
  }

  function showNodes(nodes) {
    const known = nodes.filter(one => one.slots !== null);
    const [slots, free] = [known.reduce((all, one) => all + one.slots, 0), known.reduce((all, one) => all + (one.freeSlots ?? 0), 0)];
    say(sum, nodes.length > 0 ? `${counted(nodes.length, 'node')}${slots > 0 ? `, ${count(slots - free)} of ${counted(slots, 'asynchronous slot')} at work` : ''}` : '');
    show(rows.node, nodes.length > 0);
    keep(rows.body, nodes, one => one.address, nodeRow);
  }
}

function nodeRow(first) {
  const status = h('span', { class: 'status' });
  const [roles, slots, cpuSlots] = [cell('Roles'), load('Asynchronous'), load('Synchronous')];
  const tasks = h('ul', { class: 'task-list' });
  const summary = h('summary');
  const row = h('tr', null,
    cell('Node', null, h('span', { class: 'id' }, first.address || 'this process'), first.isSelf ? h('span', { class: 'tag' }, 'answers here') : null),
    cell('Status', null, status), roles, cell('Asynchronous', null, slots.node), cell('Synchronous', null, cpuSlots.node),
    cell('Tasks', null, h('details', null, summary, tasks)));
  return {
    node: row,
    update(node) {
      status.className = `status ${node.status === 'up' ? 'good' : 'warn'}`;
      say(status, node.status.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`));
      say(roles, node.roles || 'none');
      slots.update(node.slots, node.freeSlots, node.busy);
      cpuSlots.update(node.cpuSlots, node.freeCpuSlots, null);
      say(summary, counted(node.tasks.length, 'task'));
      keep(tasks, node.tasks, name => name, name => ({ node: h('li', null, h('a', { class: 'mono', href: `/?task=${encodeURIComponent(name)}` }, name)) }));
    },
  };
}

function load(name) {
  const fill = h('i');
  const meter = h('div', { class: 'meter', role: 'meter', 'aria-label': `${name} slots at work`, 'aria-valuemin': 0 }, fill);
  const text = h('span', { class: 'num' });
  return {
    node: h('div', { class: 'load' }, meter, text),
    update(all, free, busy) {
      const used = all === null || free === null ? busy : all - free;
      show(meter, all > 0 && used !== null);
      meter.setAttribute('aria-valuemax', all ?? 0);
      meter.setAttribute('aria-valuenow', used ?? 0);
      fill.style.width = `${all > 0 ? Math.min(100, 100 * used / all) : 0}%`;
      say(text, all !== null && used !== null ? `${count(used)} of ${count(all)} at work` : used !== null && used !== undefined ? `${count(used)} at work` : all !== null ? count(all) : '—');
    },
  };
}
