import { Problem } from './api.js';
import { pause, seen } from './dom.js';
import { isOver } from './phases.js';

// The end of a run may be known before all of what it tells of itself.
const looksAfterEnd = 2;
// What a node does not have, or refuses for this run, is not asked for again and again.
const mostMisses = 3;

/**
 * Reads something of a run again and again while it runs, and twice more when it has ended. `read` is not begun again before it has
 * come back, and a failure that passes is passed over. `isWanted` tells from the run whether there is anything to read.
 */
export function whileRunning(page, milliseconds, read, isWanted = () => true) {
  let run = null;
  let isStarted = false;
  let left = looksAfterEnd;
  let misses = 0;
  let wake = new AbortController();
  return to => {
    const hasJustEnded = run && !isOver(run) && isOver(to);
    run = to;
    if (!isStarted && isWanted(run)) {
      isStarted = true;
      again();
    } else if (hasJustEnded) {
      // Some of what it tells is soon forgotten.
      wake.abort();
    }
  };

  async function again() {
    for (;;) {
      await seen(page.signal);
      if (page.signal.aborted || !await look()) {
        return;
      }

      wake = new AbortController();
      await pause(milliseconds, AbortSignal.any([page.signal, wake.signal]));
    }
  }

  async function look() {
    const isLast = isOver(run);
    try {
      if (await read(run, page.signal) === false) {
        return isMissing();
      }
    } catch (e) {
      if (page.signal.aborted) {
        return false;
      }

      if (!(e instanceof Problem)) {
        throw e;
      }

      // The page shows the run all the same.
      if (!e.isPassing) {
        return isMissing();
      }

      await pause(milliseconds, page.signal);
      return true;
    }

    left -= isLast ? 1 : 0;
    return left > 0;
  }

  function isMissing() {
    misses += 1;
    return misses < mostMisses;
  }
}
