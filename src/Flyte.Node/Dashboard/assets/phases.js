import { h, s } from './dom.js';

/** The phases of items, in the order in which a bar shows them. */
export const itemPhases = ['succeeded', 'recovered', 'failed', 'timedOut', 'aborted', 'running', 'retrying', 'queued'];

/** The phases that a run can be in. */
export const runPhases = ['running', 'succeeded', 'failed', 'aborted', 'timedOut', 'queued'];

const ended = new Set(['succeeded', 'recovered', 'failed', 'timedOut', 'aborted']);
const shapes = {
  queued: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11',
  running: 'M5.5 3.5v9l7-4.5z',
  retrying: 'M13 8a5 5 0 1 1-1.6-3.7M13 2v3h-3',
  succeeded: 'M3 8.5l3.4 3.4L13 4.8',
  recovered: 'M2 8.5l3 3L11 5M8.5 11.3l.3.3L15 5',
  failed: 'M4 4l8 8M12 4l-8 8',
  timedOut: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11M8 5v3.2l2.2 1.5',
  aborted: 'M4 4h8v8h-8z',
};

export const phaseName = phase => phase === 'timedOut' ? 'timed out' : phase;

export const hasEnded = phase => ended.has(phase);

/** Whether a run goes on no more. Of one that was called, the end of its caller is its end, which nobody records. */
export const isOver = run => run.endedAt !== null || hasEnded(run.phase);

export function icon(phase) {
  return s('svg', { class: `icon ${phase}`, viewBox: '0 0 16 16', width: 14, height: 14, 'aria-hidden': 'true' }, s('path', { d: shapes[phase] ?? shapes.queued }));
}

/** A phase by sign and by word, never by its colour alone. */
export function badge(phase) {
  const node = h('span', { class: 'badge' });
  let shown = null;
  const update = to => {
    if (to !== shown) {
      shown = to;
      node.replaceChildren(icon(to), phaseName(to));
    }
  };
  update(phase);
  return { node, update };
}

export const done = items => items.succeeded + items.recovered + items.failed + items.timedOut + items.aborted;
