import { runPath } from './api.js';
import { activity } from './activity.js';
import { bar, legend } from './bar.js';
import { calls } from './calls.js';
import { now } from './clock.js';
import { every, h } from './dom.js';
import { failures } from './failures.js';
import { percent } from './format.js';
import { itemList } from './items.js';
import { done, hasEnded, isOver, phaseName } from './phases.js';
import { Rate } from './rate.js';
import { retrying } from './retrying.js';
import { runHead } from './run-head.js';
import { figures } from './figures.js';
import { follow } from './stream.js';

/** A run as it goes on. */
export function runPage(page, [id], parameters) {
  const rate = new Rate();
  const head = runHead(page, id);
  const numbers = figures(id);
  const items = bar('large');
  const list = itemList(page, id, parameters);
  const key = legend(list.hrefOf);
  const parts = [failures(page, id), retrying(page, id), activity(page, id), calls(page, id)];
  const said = document.getElementById('said');
  const overview = h('section', { class: 'card overview', 'aria-label': 'Progress', hidden: true }, numbers.node, items.node, key.node);
  const wait = h('p', { class: 'muted wait' }, 'Loading…');
  const node = h('div', { class: 'page' }, head.node, wait, overview, h('div', { class: 'parts' }, parts.flatMap(part => part.nodes)), list.node);
  let run = null;
  let spoken = { at: 0, phase: null };
  document.title = `${id} · Flyte`;
  follow(`${runPath(id)}/events`, page.signal, (name, data) => {
    update(data);
    return name === 'end';
  }, page.fail);
  every(1000, page.signal, () => {
    if (run && !isOver(run)) {
      rate.observe(now(), done(run.items));
    }

    return run ? numbers.tick(run, rate) : true;
  });
  return { node, update: list.go };

  function update(to) {
    run = to;
    wait.remove();
    overview.hidden = false;
    rate.observe(now(), done(run.items));
    head.update(run);
    items.update(run.items);
    key.update(run.items);
    numbers.tick(run, rate);
    parts.forEach(part => part.update(run));
    list.update(run);
    document.title = `${isOver(run) ? phaseName(run.phase) : percent(done(run.items), run.items.total)} · ${run.id} · Flyte`;
    speak();
  }

  // A reader is told of an end at once, and of progress now and then.
  function speak() {
    if (run.phase !== spoken.phase || now() - spoken.at > 15_000) {
      spoken = { at: now(), phase: run.phase };
      said.textContent = hasEnded(run.phase)
        ? `Run ${run.id} has ended: ${phaseName(run.phase)}.`
        : `${percent(done(run.items), run.items.total)} done, ${run.items.failed + run.items.timedOut} failed.`;
    }
  }
}
