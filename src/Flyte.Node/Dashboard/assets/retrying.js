import { get, runPath } from './api.js';
import { h, keep, say } from './dom.js';
import { attemptsOf, count, line, until } from './format.js';
import { cell, part, table } from './parts.js';
import { whileRunning } from './poll.js';

const limit = 10;

/** What has failed and is still tried, apart from what has failed for good. */
export function retrying(page, id) {
  const box = part('retrying', 'Failing, tried again');
  const rows = table('Items that are tried again', 'cards', 'Item', { text: 'Attempts', kind: 'end' }, 'Last error', { text: 'Next', kind: 'end' });
  box.body.append(h('div', { class: 'card' }, rows.node));
  const update = whileRunning(page, 1500, read, run => run.items.retrying > 0);
  return { nodes: [box.node], update };

  async function read(run, signal) {
    const { items } = run.items.retrying > 0 ? await get(`${runPath(id)}/items?phase=retrying&limit=${limit}`, signal) : { items: [] };
    box.node.hidden = items.length === 0;
    say(box.note, run.items.retrying > items.length ? `the first ${items.length} of ${count(run.items.retrying)}` : '');
    keep(rows.body, items, item => item.index, () => retryRow(id));
  }
}

function retryRow(id) {
  const link = h('a');
  const [attempts, error, next] = [cell('Attempts', { class: 'end num' }), cell('Last error', { class: 'message' }), cell('Next', { class: 'end' })];
  return {
    node: h('tr', null, cell('Item', null, link), attempts, error, next),
    update(item) {
      say(link, `#${item.index}`);
      link.setAttribute('href', `${runPath(id)}/items/${item.index}`);
      say(attempts, attemptsOf(item));
      say(error, item.error ? line(`${item.error.code}: ${item.error.message}`, 200) : '');
      say(next, item.nextAttemptAt ? until(item.nextAttemptAt) : 'now');
    },
  };
}
