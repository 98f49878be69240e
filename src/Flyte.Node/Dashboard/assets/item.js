import { getExact, Problem, runPath } from './api.js';
import { abortItem } from './actions.js';
import { calls } from './calls.js';
import { every, h, show } from './dom.js';
import { errorBox } from './error.js';
import { attemptsOf, count, until } from './format.js';
import { jsonBox } from './json.js';
import { badge, hasEnded } from './phases.js';
import { trail } from './run-head.js';
import { linked } from './stream.js';

// The input in an error is text, cut where it is long.
function asJson(text) {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return text;
  }
}

/** An item, with all that is known of it. */
export function itemPage(page, [id, index]) {
  const path = `${runPath(id)}/items/${index}`;
  const phase = badge('queued');
  const facts = h('p', { class: 'facts' });
  const content = h('div', { class: 'item-parts' });
  const abort = h('button', { type: 'button', class: 'danger', hidden: true, onclick: async () => await abortItem(id, index) && read() }, 'Abort item');
  const called = calls(page, id, index);
  const wait = h('p', { class: 'muted wait' }, 'Loading…');
  const beside = h('nav', { class: 'pager', 'aria-label': 'Other items' },
    index > 0 ? h('a', { class: 'button', href: `${runPath(id)}/items/${index - 1}` }, `← Item ${index - 1}`) : null,
    h('a', { class: 'button', href: `${runPath(id)}/items/${Number(index) + 1}` }, `Item ${Number(index) + 1} →`));
  const node = h('div', { class: 'page' }, h('header', { class: 'run-head' }, trail(id, `item ${index}`), h('div', { class: 'title' }, h('h1', null, `Item ${count(Number(index))}`), phase.node, h('div', { class: 'tools' }, abort)), facts), wait, content, ...called.nodes, beside);
  let shown = '';
  document.title = `Item ${index} of ${id} · Flyte`;
  every(1000, page.signal, read);
  return { node };

  async function read() {
    try {
      const item = await getExact(path, page.signal);
      update(item);
      linked(hasEnded(item.phase) ? 'Ended' : 'Live');
      return !hasEnded(item.phase);
    } catch (e) {
      if (page.signal.aborted) {
        return false;
      }

      if (e instanceof Problem && e.isPassing) {
        linked('Lost', e);
        return true;
      }

      page.fail(e);
      return false;
    }
  }

  function update(item) {
    wait.remove();
    phase.update(item.phase);
    const isOver = hasEnded(item.phase);
    show(abort, !isOver && !id.includes('/'));
    const next = item.nextAttemptAt ? `, the next ${until(item.nextAttemptAt)}` : '';
    facts.replaceChildren(h('span', null, `${attemptsOf(item)} ${(item.maxAttempts ?? item.attempts) === 1 ? 'attempt' : 'attempts'}${next}`),
      ...(item.task ? [h('span', null, h('span', { class: 'muted' }, 'Task '), h('span', { class: 'mono' }, item.task))] : []));
    // What is the same stays as it is, with what was selected or opened in it.
    const text = JSON.stringify([item.input, item.value, item.error]);
    if (text !== shown) {
      shown = text;
      content.replaceChildren(...[
        item.error ? errorBox(item.error, isOver ? 'Error' : 'Last error') : null,
        jsonBox('Input', item.input ?? asJson(item.error?.input), false),
        item.value !== undefined ? jsonBox('Result', item.value) : null,
      ].filter(Boolean));
    }

    called.update({ endedAt: isOver ? 'ended' : null });
  }
}
