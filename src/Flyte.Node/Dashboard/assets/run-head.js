import { runPath } from './api.js';
import { abortRun, recoverRun, rerunRun } from './actions.js';
import { h, show } from './dom.js';
import { at } from './format.js';
import { labels } from './parts.js';
import { badge } from './phases.js';

/** The way from the list of runs to a run, item by item. */
export function trail(id, last) {
  const parts = id.split('/');
  const steps = [h('li', null, h('a', { href: '/' }, 'Runs'))];
  for (let length = 1; length <= parts.length; length += 2) {
    const run = parts.slice(0, length).join('/');
    const item = parts[length];
    const isLast = length + 1 > parts.length - 1 && !last;
    steps.push(h('li', null, isLast ? h('span', { 'aria-current': 'page' }, parts[length - 1]) : h('a', { href: runPath(run) }, parts[length - 1])));
    if (item !== undefined) {
      steps.push(h('li', null, h('a', { href: `${runPath(run)}/items/${item}` }, `item ${item}`)));
    }
  }

  return h('nav', { class: 'trail', 'aria-label': 'Where this is' }, h('ol', null, steps, last ? h('li', null, h('span', { 'aria-current': 'page' }, last)) : null));
}

/** An error of a run, with the item that brought it about. */
function reasons(id, error) {
  const { cause } = error;
  return [
    h('p', null, h('b', null, error.code), ' ', error.message),
    cause ? h('p', null, 'caused by ', h('a', { href: `${runPath(id)}/items/${cause.index}` }, `item ${cause.index}`), ': ', h('b', null, cause.code), ' ', cause.message) : null,
  ].filter(Boolean);
}

/** What a run is, what it says, and what can be done to it. */
export function runHead(page, id) {
  const phase = badge('queued');
  const facts = h('p', { class: 'facts' });
  const notice = h('p', { class: 'banner', hidden: true, role: 'status' });
  const error = h('div', { class: 'banner bad', hidden: true });
  let run = null;
  const abort = h('button', { type: 'button', class: 'danger', onclick: () => abortRun(run) }, 'Abort');
  const recover = h('button', { type: 'button', onclick: () => again(recoverRun) }, 'Recover');
  const rerun = h('button', { type: 'button', onclick: () => again(rerunRun) }, 'Rerun');
  const tools = h('div', { class: 'tools', hidden: true }, recover, rerun, abort);
  const isChild = id.includes('/');
  const node = h('header', { class: 'run-head' }, trail(id), h('div', { class: 'title' }, h('h1', { class: 'id' }, id), phase.node, tools), facts, notice, error);
  return { node, update };

  async function again(ask) {
    const other = await ask(run);
    if (other) {
      page.go(runPath(other.id));
    }
  }

  function update(to) {
    const isOther = run?.phase !== to.phase || run?.endedAt !== to.endedAt;
    if (!run || isOther) {
      factsOf(to);
    }

    run = to;
    phase.update(run.phase);
    const isOver = run.endedAt !== null;
    // What a run has called belongs to it, and ends and begins with it.
    show(tools, !isChild);
    show(abort, !isOver);
    show(rerun, isOver);
    show(recover, isOver && run.items.failed + run.items.timedOut + run.items.aborted > 0);
    show(notice, run.notice);
    if (notice.textContent !== (run.notice ?? '')) {
      notice.textContent = run.notice ?? '';
    }

    show(error, run.error);
    if (run.error && error.dataset.of !== run.error.message) {
      error.dataset.of = run.error.message;
      error.replaceChildren(...reasons(id, run.error));
    }
  }

  function factsOf(run) {
    const entry = (name, ...value) => h('span', null, h('span', { class: 'muted' }, `${name} `), ...value);
    facts.replaceChildren(...[
      entry('Task', run.task ? h('a', { class: 'mono', href: `/?task=${encodeURIComponent(run.task)}` }, run.task) : 'single calls'),
      run.name ? entry('Name', run.name) : null,
      entry('Started', h('time', { datetime: run.startedAt }, at(run.startedAt))),
      run.endedAt ? entry('Ended', h('time', { datetime: run.endedAt }, at(run.endedAt))) : null,
      run.rerunOf ? entry('Runs again', h('a', { class: 'mono', href: runPath(run.rerunOf) }, run.rerunOf)) : null,
      Object.keys(run.labels).length > 0 ? labels(run.labels) : null,
    ].filter(Boolean));
  }
}
