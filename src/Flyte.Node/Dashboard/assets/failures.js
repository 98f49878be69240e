import { getExact, getIfThere, runPath } from './api.js';
import { h, keep, say } from './dom.js';
import { count, counted, line } from './format.js';
import { inputOf } from './json.js';
import { part } from './parts.js';
import { whileRunning } from './poll.js';

const shownAtFirst = 8;
const inputsOfGroup = 3;

/** What failed, by its kind, with the first inputs of each. */
export function failures(page, id) {
  const box = part('failures', 'Failures');
  const list = h('ol', { class: 'groups' });
  const more = h('button', { type: 'button', class: 'quiet', hidden: true, onclick: () => { isWhole = true; showGroups(); } }, 'Show all kinds');
  let groups = [];
  let isComplete = true;
  let isWhole = false;
  let known = -1;
  box.body.append(list, more);
  const update = whileRunning(page, 2000, read, run => bad(run) > 0);
  return { nodes: [box.node], update };

  async function read(run, signal) {
    if (bad(run) === known) {
      return true;
    }

    const found = await getIfThere(`${runPath(id)}/failures`, signal);
    if (!found) {
      return false;
    }

    known = bad(run);
    ({ groups, isComplete } = found);
    showGroups();
    return true;
  }

  function showGroups() {
    box.node.hidden = groups.length === 0;
    say(box.note, `${counted(groups.length, 'kind')}${isComplete === false ? ' and more' : ''}`);
    const some = isWhole ? groups : groups.slice(0, shownAtFirst);
    keep(list, some, group => `${group.code} ${group.message}`, group => groupEntry(page, id, group));
    more.hidden = some.length === groups.length;
  }
}

const bad = run => run.items.failed + run.items.timedOut + run.items.aborted;

function groupEntry(page, id, group) {
  const number = h('b', { class: 'num' });
  const inputs = h('ul', { class: 'first-inputs' });
  const node = h('li', null,
    h('div', { class: 'group-head' }, h('span', { class: 'code-name' }, group.code), h('span', { class: 'times' }, number)),
    h('p', { class: 'message' }, line(group.message, 400)), inputs);
  return {
    node,
    update(to) {
      say(number, count(to.count));
      number.setAttribute('aria-label', counted(to.count, 'item'));
      keep(inputs, to.items.slice(0, inputsOfGroup), index => index, index => inputEntry(page, id, index));
    },
  };
}

function inputEntry(page, id, index) {
  const text = h('code', null, '…');
  getExact(`${runPath(id)}/items/${index}`, page.signal)
    .then(item => text.textContent = line(inputOf(item), 120), () => text.textContent = '');
  return { node: h('li', null, h('a', { href: `${runPath(id)}/items/${index}` }, `#${index}`), ' ', text) };
}
