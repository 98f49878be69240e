import { getExact, query, runPath } from './api.js';
import { every, h, keep, mark, say, show } from './dom.js';
import { count, line, until } from './format.js';
import { inputOf } from './json.js';
import { cell, pager, table } from './parts.js';
import { badge, hasEnded, icon, isOver, itemPhases, phaseName } from './phases.js';

const limit = 50;

/** The items of a run, a page at a time; the page of items is in the address. */
export function itemList(page, id, parameters) {
  const base = runPath(id);
  const phases = new Map(['', ...itemPhases].map(phase => [phase, h('a', { href: base }, phase ? icon(phase) : null, h('span', null, phase ? phaseName(phase) : 'all'), h('b', { class: 'num' }))]));
  const place = h('input', { type: 'number', min: 0, 'data-filter': true, 'aria-keyshortcuts': '/', placeholder: 'index', 'aria-label': 'Index of the first item to show' });
  const form = h('form', { class: 'jump', onsubmit: jump }, h('label', null, h('span', null, 'From item', h('kbd', null, '/')), place), h('button', null, 'Go'));
  const rows = table('Items', 'cards', { text: 'Item', kind: 'end' }, 'Phase', { text: 'Attempts', kind: 'end' }, 'Task', 'Input', 'Outcome');
  const taskHead = rows.node.querySelectorAll('th')[3];
  const around = pager('Pages of items');
  const note = h('p', { class: 'muted wait' }, 'Loading…');
  const node = h('section', { class: 'items', 'aria-labelledby': 'items-title', hidden: true }, h('h2', { id: 'items-title' }, 'Items'),
    h('div', { class: 'filters' }, h('nav', { class: 'tabs', 'aria-label': 'Phase of the items' }, [...phases.values()]), form), h('div', { class: 'card list' }, rows.node, note), around.node);
  let run = null;
  let asked = null;
  let end = new AbortController();
  page.signal.addEventListener('abort', () => end.abort());
  go(parameters);
  return { node, update, go, hrefOf };

  function hrefOf(phase, from = 0) {
    return `${base}${query({ phase, from: from || '' })}`;
  }

  function go(to) {
    asked = { phase: to.get('phase') ?? '', from: /^\d{1,9}$/.test(to.get('from') ?? '') ? Number(to.get('from')) : 0 };
    place.value = asked.from || '';
    for (const [phase, link] of phases) {
      link.setAttribute('href', hrefOf(phase));
      mark(link, phase === asked.phase);
    }

    if (run) {
      read();
    }
  }

  function update(to) {
    const isFirst = run === null;
    run = to;
    node.hidden = false;
    for (const [phase, link] of phases) {
      say(link.lastChild, count(phase ? run.items[phase] : run.items.total));
      show(link, !phase || run.items[phase] > 0 || phase === asked.phase);
    }

    if (isFirst) {
      read();
    }
  }

  function jump(event) {
    event.preventDefault();
    page.go(hrefOf(asked.phase, place.valueAsNumber || 0));
  }

  // A page that can change no more is not read again.
  function read() {
    end.abort();
    end = new AbortController();
    const { signal } = end;
    every(2000, signal, async () => {
      const isLast = isOver(run);
      try {
        const found = await getExact(`${base}/items${query({ phase: asked.phase, from: asked.from, limit })}`, signal);
        showItems(found);
        return !isLast && !(asked.phase === '' && found.items.length === limit && found.items.every(item => hasEnded(item.phase)));
      } catch (e) {
        if (!signal.aborted && !e.isPassing) {
          refuse(e);
          return false;
        }

        return true;
      }
    });
  }

  function refuse(problem) {
    keep(rows.body, [], () => 0, null);
    show(rows.node, false);
    show(note, true);
    say(note, problem.message);
  }

  function showItems({ items, next }) {
    keep(rows.body, items, item => item.index, item => itemRow(id, item));
    show(taskHead, items.some(item => item.task));
    show(rows.node, items.length > 0);
    show(note, items.length === 0);
    say(note, asked.from > 0 ? 'There is no such item from there on.' : asked.phase ? `No item is ${phaseName(asked.phase)} now.` : 'No inputs have arrived yet.');
    around.update({
      firstHref: asked.from > 0 && hrefOf(asked.phase), firstText: '← First',
      nextHref: next !== null && hrefOf(asked.phase, next), nextText: 'Next →',
      text: items.length > 0 && (asked.from > 0 || next !== null) ? `${count(items[0].index)} – ${count(items.at(-1).index)}` : '',
    });
  }
}

function itemRow(id, { index }) {
  const phase = badge('queued');
  const [attempts, task, input, outcome] = [cell('Attempts', { class: 'end num' }), cell('Task', { class: 'mono name' }), cell('Input', { class: 'mono cut' }), cell('Outcome', { class: 'cut' })];
  return {
    node: h('tr', null, cell('Item', { class: 'end num' }, h('a', { href: `${runPath(id)}/items/${index}` }, String(index))), cell('Phase', null, phase.node), attempts, task, input, outcome),
    update(item) {
      phase.update(item.phase);
      say(attempts, String(item.attempts));
      // The single calls of an item have a task each; a map has one, which its head shows.
      say(task, item.task ?? '');
      show(task, item.task);
      say(input, line(inputOf(item)));
      outcome.classList.toggle('mono', item.error === undefined);
      outcome.classList.toggle('message', item.error !== undefined);
      say(outcome, outcomeOf(item));
    },
  };
}

function outcomeOf(item) {
  const failed = item.error ? line(`${item.error.code}: ${item.error.message}`) : '';
  return item.value !== undefined ? line(JSON.stringify(item.value)) : item.nextAttemptAt ? `${failed} · next ${until(item.nextAttemptAt)}` : failed;
}
