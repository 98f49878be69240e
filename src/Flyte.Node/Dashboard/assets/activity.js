import { getIfThere, runPath } from './api.js';
import { now } from './clock.js';
import { h, keep, say } from './dom.js';
import { count, span } from './format.js';
import { cell, part, table } from './parts.js';
import { isOver } from './phases.js';
import { whileRunning } from './poll.js';
import { timeline } from './timeline.js';

const longest = 6;

/** What the slots of a run do now, and did lately. */
export function activity(page, id) {
  const runningBox = part('running', 'Longest running');
  const rows = table('Items that run longest', null, 'Item', 'Node', { text: 'Slot', kind: 'end' }, { text: 'Attempt', kind: 'end' }, { text: 'For', kind: 'end' });
  runningBox.body.append(h('div', { class: 'card' }, rows.node));
  const lineBox = part('timeline', 'Timeline');
  const picture = timeline();
  lineBox.body.append(picture.node);
  let spans = [];
  const update = whileRunning(page, 1000, read);
  return { nodes: [runningBox.node, lineBox.node], update };

  async function read(run, signal) {
    const found = await getIfThere(`${runPath(id)}/activity`, signal);
    if (!found) {
      return false;
    }

    // A run that has ended leaves the memory of its node, and what it last did is not recorded: it stays in sight here.
    spans = found.spans.length > 0 ? found.spans : spans;
    const running = isOver(run) ? [] : found.running;
    runningBox.node.hidden = running.length === 0;
    say(runningBox.note, run.items.running > longest ? `${longest} of ${count(run.items.running)}` : '');
    keep(rows.body, running.slice(0, longest), item => `${item.index} ${item.attempt}`, () => runningRow(id));
    lineBox.node.hidden = spans.length + running.length === 0;
    say(lineBox.note, picture.update(run, spans, running));
    return true;
  }
}

function runningRow(id) {
  const link = h('a');
  const [node, slot, attempt, length] = [cell('Node', { class: 'mono' }), cell('Slot', { class: 'end num' }), cell('Attempt', { class: 'end num' }), cell('For', { class: 'end num' })];
  return {
    node: h('tr', null, cell('Item', null, link), node, slot, attempt, length),
    update(item) {
      say(link, `#${item.index}`);
      link.setAttribute('href', `${runPath(id)}/items/${item.index}`);
      say(node, item.node);
      say(slot, String(item.slot));
      say(attempt, String(item.attempt));
      say(length, span(now() - Date.parse(item.startedAt)));
    },
  };
}
