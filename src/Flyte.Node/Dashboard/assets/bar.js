import { h, say } from './dom.js';
import { count, counted, percent } from './format.js';
import { done, icon, itemPhases, phaseName } from './phases.js';

/** The items of a run by phase, as one bar. */
export function bar(kind = '') {
  const parts = new Map(itemPhases.map(phase => [phase, h('i', { class: `part ${phase}` })]));
  const node = h('div', { class: `bar ${kind}`, role: 'img' }, [...parts.values()]);
  return { node, update };

  function update(items) {
    const total = Math.max(1, items.total);
    for (const [phase, part] of parts) {
      part.hidden = items[phase] === 0;
      part.style.flexGrow = items[phase] / total;
    }

    const words = itemPhases.filter(phase => items[phase] > 0).map(phase => `${count(items[phase])} ${phaseName(phase)}`);
    node.setAttribute('aria-label', `${counted(items.total, 'item')}: ${words.join(', ') || 'none yet'}`);
  }
}

/** What stands in the bar, in words; each leads to the items of its phase. */
export function legend(hrefOf) {
  const node = h('ul', { class: 'legend' });
  const entries = new Map(itemPhases.map(phase => {
    const number = h('b', null, '0');
    const entry = h('li', null, h('a', { href: '', 'data-phase': phase }, h('span', { class: `dot ${phase}` }), phaseName(phase), ' ', number));
    node.append(entry);
    return [phase, { entry, number }];
  }));
  return { node, update };

  function update(items) {
    for (const [phase, { entry, number }] of entries) {
      entry.hidden = items[phase] === 0;
      say(number, count(items[phase]));
      entry.firstChild.setAttribute('href', hrefOf(phase));
    }
  }
}

/** How much of a run is done, in a line of a table. */
export function progress() {
  const line = bar('small');
  const text = h('span', { class: 'of' });
  const failed = h('span', { class: 'failed-count' });
  const node = h('div', { class: 'progress' }, line.node, h('div', { class: 'progress-text' }, text, failed));
  return {
    node,
    update(items) {
      line.update(items);
      const [ended, bad] = [done(items), items.failed + items.timedOut];
      say(text, `${count(ended)} of ${count(items.total)}${items.moreToCome ? '+' : ''} · ${items.moreToCome ? 'inputs arriving' : percent(ended, items.total)}`);
      failed.hidden = bad === 0;
      failed.replaceChildren(...(bad > 0 ? [icon('failed'), `${count(bad)} failed`] : []));
    },
  };
}
