import { resizeRun } from './actions.js';
import { now } from './clock.js';
import { h, say, show } from './dom.js';
import { count, lasted, percent, rate as rateText, span } from './format.js';
import { done, isOver } from './phases.js';
import { sparkline } from './sparkline.js';

/** The numbers that tell how a run does. */
export function figures(id) {
  let run = null;
  const figure = (name, ...more) => {
    const value = h('dd', null, '—');
    const detail = h('dd', { class: 'detail' });
    const title = h('dt', null, name);
    return { node: h('div', { class: 'figure' }, title, value, detail, ...more), title, value, detail };
  };
  const pace = sparkline();
  const resize = h('button', { type: 'button', class: 'quiet small', hidden: true, onclick: () => resizeRun(run) }, 'Resize');
  const [progress, throughput, left, elapsed, concurrency] = [figure('Done'), figure('Throughput', pace.node), figure('Time left'), figure('Elapsed'), figure('Concurrency', resize)];
  const node = h('dl', { class: 'figures' }, [progress, throughput, left, elapsed, concurrency].map(one => one.node));
  return { node, tick };

  /** Returns whether there is more to come. */
  function tick(to, rate) {
    run = to;
    const { items } = run;
    const ended = done(items);
    const over = isOver(run);
    // When a run ended that only its caller's end has ended, nobody has recorded.
    const lasts = run.endedAt !== null || !over;
    say(progress.value, items.moreToCome && !over ? count(ended) : percent(ended, items.total));
    say(progress.detail, items.moreToCome && !over ? `of ${count(items.total)} so far` : `${count(ended)} of ${count(items.total)}`);
    const length = (run.endedAt ? Date.parse(run.endedAt) : now()) - Date.parse(run.startedAt);
    const mean = !lasts ? null : length > 0 ? 1000 * (ended - items.recovered) / length : 0;
    const current = over ? mean : rate.at(now());
    say(throughput.value, current === null ? '—' : `${rateText(current)}/s`);
    say(throughput.detail, over ? 'on average' : 'items, over 10 s');
    if (!over && current !== null) {
      pace.add(current);
    }

    const [rest, bad] = [items.total - ended, items.failed + items.timedOut + items.aborted];
    say(left.title, over ? 'Without result' : 'Time left');
    say(left.value, over ? count(bad) : items.moreToCome || !current ? '—' : span(1000 * rest / current));
    say(left.detail, over ? `${percent(bad, items.total)} of the items` : items.moreToCome ? 'inputs still arrive' : `${count(rest)} to go`);
    say(elapsed.value, lasts ? lasted(run) : '—');
    say(elapsed.detail, over ? 'in all' : 'so far');
    say(concurrency.value, run.concurrency > 0 ? count(run.concurrency) : '—');
    say(concurrency.detail, over ? 'at most' : `${count(items.running)} running`);
    show(resize, !over && !id.includes('/'));
    return !over;
  }
}
