import { post, runPath } from './api.js';
import { confirm } from './dialogs.js';
import { count, counted } from './format.js';
import { done } from './phases.js';

const named = { name: 'id', label: 'Id of the new run', hint: 'made by the node' };
const because = { name: 'reason', label: 'Reason', hint: 'what the errors will say' };
const bodyOf = values => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));

export function abortRun(run) {
  const left = run.items.total - done(run.items);
  return confirm({
    title: `Abort ${run.id}?`,
    text: `${run.items.moreToCome ? 'It takes no more inputs, and ' : ''}${counted(left, 'item')} that ${left === 1 ? 'has' : 'have'} not ended ${left === 1 ? 'is' : 'are'} recorded as aborted. Results that are there stay.`,
    action: 'Abort the run',
    isDangerous: true,
    fields: [because],
    work: values => post(`${runPath(run.id)}/abort`, bodyOf(values)),
  });
}

export function abortItem(run, index) {
  return confirm({
    title: `Abort item ${index}?`,
    text: `It ends, and is recorded as aborted. The other items of ${run} go on.`,
    action: 'Abort the item',
    isDangerous: true,
    fields: [because],
    work: values => post(`${runPath(run)}/items/${index}/abort`, bodyOf(values)),
  });
}

export function recoverRun(run) {
  const { failed, timedOut, aborted, succeeded, recovered } = run.items;
  return confirm({
    title: `Recover ${run.id}?`,
    text: `A new run is started: ${counted(failed + timedOut + aborted, 'item')} that did not succeed ${failed + timedOut + aborted === 1 ? 'is' : 'are'} run again, and ${count(succeeded + recovered)} that did keep their results.`,
    action: 'Recover',
    fields: [named],
    work: values => post(`${runPath(run.id)}/recover`, bodyOf(values)),
  });
}

export function rerunRun(run) {
  return confirm({
    title: `Run ${run.id} again?`,
    text: `A new run is started with the same ${counted(run.items.total, 'input')}; nothing of this one changes.`,
    action: 'Rerun',
    fields: [named],
    work: values => post(`${runPath(run.id)}/rerun`, bodyOf(values)),
  });
}

export function resizeRun(run) {
  return confirm({
    title: 'Change the concurrency',
    text: `How many items of ${run.id} run at once at most. Those that run now are not ended. 0 is the node's own bound.`,
    action: 'Resize',
    fields: [{ name: 'concurrency', label: 'Items at once', type: 'number', min: 0, value: run.concurrency, required: true }],
    work: values => post(`${runPath(run.id)}/resize`, { concurrency: Number(values.concurrency) }),
  });
}
