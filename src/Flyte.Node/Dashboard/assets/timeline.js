import { now } from './clock.js';
import { h, s } from './dom.js';
import { count, counted, span } from './format.js';

const rowHeight = 16;
const most = 24;
const longest = 120_000;

/** The leases of a run across nodes and slots. */
export function timeline() {
  const node = h('div', { class: 'card timeline' });
  return { node, update };

  /** Returns what is shown, in words. */
  function update(run, spans, running) {
    const until = run.endedAt ? Math.max(...spans.map(one => Date.parse(one.endedAt))) : now();
    const bars = [
      ...spans.map(one => ({ ...one, from: Date.parse(one.startedAt), to: Date.parse(one.endedAt) })),
      ...running.map(one => ({ ...one, from: Date.parse(one.startedAt), to: until, isRunning: true })),
    ];
    if (bars.length === 0) {
      return '';
    }

    const ended = bars.filter(bar => !bar.isRunning);
    const first = Math.min(...(ended.length > 0 ? ended : bars).map(bar => bar.from));
    const from = Math.max(first, until - longest);
    const seen = bars.filter(bar => bar.to >= from);
    const slots = slotsOf(seen);
    const shown = slots.slice(0, most);
    const window = { from, length: Math.max(1, until - from) };
    node.replaceChildren(...byNode(shown).map(([name, rows]) => nodeBlock(name, rows, window)), axis(window, Date.parse(run.startedAt)));
    return `${counted(slots.length, 'slot')} on ${counted(new Set(slots.map(slot => slot.node)).size, 'node')}, the last ${span(window.length)}${slots.length > shown.length ? `; ${shown.length} are shown` : ''}`;
  }
}

function slotsOf(bars) {
  const slots = new Map();
  for (const bar of bars) {
    const key = `${bar.slot} ${bar.node}`;
    const slot = slots.get(key) ?? { node: bar.node, slot: bar.slot, bars: [] };
    slot.bars.push(bar);
    slots.set(key, slot);
  }

  return [...slots.values()].sort((a, b) => a.slot - b.slot);
}

function byNode(slots) {
  const nodes = new Map();
  for (const slot of slots) {
    nodes.set(slot.node, [...nodes.get(slot.node) ?? [], slot]);
  }

  return [...nodes].sort(([a], [b]) => a.localeCompare(b));
}

function nodeBlock(name, slots, window) {
  const items = slots.reduce((sum, slot) => sum + slot.bars.reduce((some, bar) => some + (bar.count ?? 1), 0), 0);
  const picture = s('svg', { role: 'img', width: '100%', height: slots.length * rowHeight, 'aria-label': `Node ${name}: ${counted(slots.length, 'slot')} with ${counted(items, 'item')}` },
    slots.map((slot, row) => s('g', null,
      s('line', { class: 'lane', x1: 0, x2: '100%', y1: row * rowHeight + rowHeight - 0.5, y2: row * rowHeight + rowHeight - 0.5 }),
      slot.bars.map(bar => barOf(bar, row, window)))));
  return h('div', { class: 'node-block' }, h('h3', { class: 'mono' }, name),
    h('div', { class: 'lanes' }, h('ol', { class: 'slots', 'aria-hidden': 'true' }, slots.map(slot => h('li', null, String(slot.slot)))), picture));
}

function barOf(bar, row, { from, length }) {
  const start = Math.max(0, (bar.from - from) / length);
  const width = Math.max(0, (bar.to - from) / length - start);
  const y = row * rowHeight + 3;
  const rect = (kind, share, words) => {
    const element = s('rect', { class: kind, x: `${100 * start}%`, y, height: rowHeight - 6, rx: 2 }, s('title', null, words));
    // At the smallest, something is seen of it.
    element.style.width = `max(2px, calc(${100 * width * share}% - 1px))`;
    return element;
  };
  const words = bar.isRunning
    ? `Item ${bar.index}, attempt ${bar.attempt}, runs for ${span(bar.to - bar.from)}`
    : `${bar.count > 1 ? `Items from ${bar.first}: ${count(bar.count)}` : `Item ${bar.first}`}${bar.failed > 0 ? `, ${count(bar.failed)} failed` : ''}, ${span(bar.to - bar.from)}`;
  return bar.isRunning
    ? [rect('running', 1, words)]
    : [rect('succeeded', 1, words), bar.failed > 0 ? rect('failed', Math.min(1, bar.failed / bar.count), words) : null];
}

// With as many digits as tell a mark from the next one.
function mark(passed, step) {
  const digits = step < 10 ? 3 : step < 100 ? 2 : step < 1000 ? 1 : 0;
  const [minutes, seconds] = [Math.floor(passed / 60_000), Math.max(0, passed % 60_000) / 1000];
  return minutes > 0 ? `+${count(minutes)} min ${seconds.toFixed(digits)} s` : `+${seconds.toFixed(digits)} s`;
}

function axis({ from, length }, startedAt) {
  const steps = 4;
  return h('ol', { class: 'axis', 'aria-hidden': 'true' }, Array.from({ length: steps + 1 }, (_, step) => h('li', null, mark(from + length * step / steps - startedAt, length / steps))));
}
