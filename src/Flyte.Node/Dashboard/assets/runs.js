import { query, runPath } from './api.js';
import { progress } from './bar.js';
import { every, h, keep, say, show } from './dom.js';
import { firstRun } from './empty.js';
import { filters } from './filters.js';
import { ago, at, lasted, line } from './format.js';
import { cell, labels, pager, table } from './parts.js';
import { badge } from './phases.js';
import { startRun } from './start.js';
import { follow } from './stream.js';

const limit = 50;

/** The list of runs, newest first, as it changes. */
export function runsPage(page, _, parameters) {
  const filter = filters(page);
  const rows = table('Runs', 'cards runs', 'Run', 'Task', 'Phase', 'Progress', { text: 'Started', kind: 'end' }, { text: 'Lasted', kind: 'end' });
  const around = pager('Pages of runs');
  const empty = h('div', { hidden: true });
  const wait = h('p', { class: 'muted wait' }, 'Loading…');
  const node = h('div', { class: 'page' }, h('div', { class: 'title' }, h('h1', null, 'Runs'), h('div', { class: 'tools' }, h('button', { type: 'button', class: 'main', onclick: start }, 'Start a run'))), filter.node, wait, h('div', { class: 'card list' }, rows.node), empty, around.node);
  let end = new AbortController();
  let current = null;
  let live = [];
  page.signal.addEventListener('abort', () => end.abort());
  every(1000, page.signal, () => live.forEach(row => row.tick()));
  update(parameters);
  return { node, update };

  async function start() {
    const run = await startRun();
    if (run) {
      page.go(runPath(run.id));
    }
  }

  function update(to) {
    current = to;
    filter.update(to);
    document.title = 'Runs · Flyte';
    end.abort();
    end = new AbortController();
    const signal = end.signal;
    const asked = { phase: to.get('phase'), task: to.get('task'), name: to.get('name'), label: to.getAll('label'), after: to.get('after'), limit };
    follow(`/runs/events${query(asked)}`, signal, (_, data) => signal.aborted || showRuns(data), problem => filter.has(to) && problem.status === 400 ? refuse(problem) : page.fail(problem));
  }

  function showRuns({ runs, next }) {
    wait.hidden = true;
    live = [];
    keep(rows.body, runs, run => run.id, runRow);
    rows.body.kept.forEach(row => live.push(row));
    show(rows.node.parentNode, runs.length > 0);
    show(empty, runs.length === 0);
    if (runs.length === 0 && empty.dataset.of !== String(filter.has(current))) {
      empty.dataset.of = String(filter.has(current));
      empty.replaceChildren(filter.has(current) ? nothing() : firstRun());
    }

    around.update({
      firstHref: current.get('after') && href({ after: null }), firstText: '← Newest',
      nextHref: next && href({ after: next }), nextText: 'Older →',
      text: '',
    });
  }

  function refuse(problem) {
    wait.hidden = true;
    show(rows.node.parentNode, false);
    show(empty, true);
    empty.dataset.of = 'refused';
    empty.replaceChildren(h('div', { class: 'card empty', role: 'alert' }, h('h2', null, 'This filter does not work'), h('p', null, problem.message), h('p', null, h('a', { class: 'button', href: '/' }, 'Show all runs'))));
  }

  function href(changes) {
    const to = new URLSearchParams(current);
    for (const [name, value] of Object.entries(changes)) {
      value === null ? to.delete(name) : to.set(name, value);
    }

    return `/${to.size > 0 ? `?${to}` : ''}`;
  }
}

function nothing() {
  return h('div', { class: 'card empty' }, h('h2', null, 'No run matches'), h('p', null, 'Task, name and label are compared as a whole: a task by its full name, a label as key=value.'), h('p', null, h('a', { class: 'button', href: '/' }, 'Show all runs')));
}

function runRow(run) {
  const phase = badge(run.phase);
  const items = progress();
  const started = h('time', { datetime: run.startedAt, title: at(run.startedAt) });
  const length = h('span');
  const notice = h('p', { class: 'row-notice', hidden: true });
  const row = h('tr', null,
    cell('Run', { class: 'run-cell' }, h('a', { class: 'id', href: runPath(run.id) }, run.id), run.name ? h('span', { class: 'run-name' }, run.name) : null, Object.keys(run.labels).length > 0 ? labels(run.labels) : null, notice),
    cell('Task', { class: 'mono' }, run.task || 'single calls'),
    cell('Phase', null, phase.node),
    cell('Progress', { class: 'progress-cell' }, items.node),
    cell('Started', { class: 'end muted' }, started),
    cell('Lasted', { class: 'end num' }, length));
  let last = run;
  return { node: row, update, tick };

  function update(to) {
    last = to;
    phase.update(to.phase);
    items.update(to.items);
    const why = to.error ? `${to.error.code}: ${to.error.message}` : to.notice;
    show(notice, why);
    notice.classList.toggle('bad', Boolean(to.error));
    say(notice, line(why ?? ''));
    tick();
  }

  function tick() {
    say(started, ago(last.startedAt));
    say(length, lasted(last));
  }
}
