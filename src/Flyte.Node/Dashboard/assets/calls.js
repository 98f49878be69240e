import { getIfThere, query, runPath } from './api.js';
import { progress } from './bar.js';
import { h, keep, say } from './dom.js';
import { counted } from './format.js';
import { part } from './parts.js';
import { badge } from './phases.js';
import { whileRunning } from './poll.js';

const limit = 20;

/** The runs that the items of a run have called, and theirs below them when they are opened. */
export function calls(page, id, item) {
  const box = part('calls', 'What it has called');
  const tree = branch(page, id, item);
  box.body.append(tree.node);
  const update = whileRunning(page, 3000, async () => {
    const found = await tree.read();
    box.node.hidden = !found || tree.size === 0;
    say(box.note, found && tree.size > 0 ? `${counted(tree.size, 'run')}${tree.hasMore ? ' and more' : ''}` : '');
    return found;
  });
  return { nodes: [box.node], update };
}

function branch(page, id, item) {
  const list = h('ul', { class: 'tree' });
  const more = h('button', { type: 'button', class: 'quiet', hidden: true, onclick: () => { pages += 1; result.read(); } }, 'Show more');
  let pages = 1;
  const result = { node: h('div', null, list, more), read, size: 0, hasMore: false };
  return result;

  /** Whether there is such a thing at all. */
  async function read() {
    const all = [];
    let after = null;
    for (let at = 0; at < pages; at++) {
      const found = await getIfThere(`${runPath(id)}/children${query({ item, after, limit })}`, page.signal);
      if (!found) {
        return false;
      }

      all.push(...found.children);
      after = found.next;
      if (!after) {
        break;
      }
    }

    result.size = all.length;
    result.hasMore = Boolean(after);
    more.hidden = !after;
    keep(list, all, child => child.run.id, child => leaf(page, child));
    return true;
  }
}

function leaf(page, { item, run }) {
  const phase = badge(run.phase);
  const items = progress();
  const below = h('div', { class: 'below' });
  let opened = null;
  const node = h('li', null, h('details', { ontoggle: open },
    h('summary', null,
      h('span', { class: 'leaf-item' }, `item ${item}`),
      h('a', { class: 'id', href: runPath(run.id) }, run.id.split('/').at(-1)),
      h('span', { class: 'muted mono' }, run.task || 'single calls'), phase.node, items.node),
    below));
  return {
    node,
    update({ run: to }) {
      phase.update(to.phase);
      items.update(to.items);
      if (opened && node.firstChild.open) {
        opened.read().catch(() => {});
      }
    },
  };

  async function open() {
    if (node.firstChild.open && !opened) {
      opened = branch(page, run.id);
      below.replaceChildren(h('p', { class: 'muted' }, 'Loading…'));
      await opened.read().catch(() => {});
      below.replaceChildren(opened.size > 0 ? opened.node : h('p', { class: 'muted' }, 'It has called nothing.'));
    }
  }
}
