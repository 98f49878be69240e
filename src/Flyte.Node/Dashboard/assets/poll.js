import { Problem } from './api.js';
import { every, pause } from './dom.js';

/**
 * Reads something of a run again and again while it runs, and once more when it has ended. `read` is not begun again before it has
 * come back, and a failure that passes is passed over. `isWanted` tells from the run whether there is anything to read.
 */
export function whileRunning(page, milliseconds, read, isWanted = () => true) {
  let run = null;
  let isStarted = false;
  let isLast = false;
  return to => {
    run = to;
    if (!isStarted && isWanted(run)) {
      isStarted = true;
      every(milliseconds, page.signal, look);
    }
  };

  async function look() {
    isLast = run.endedAt !== null;
    try {
      if (await read(run, page.signal) === false) {
        return false;
      }
    } catch (e) {
      if (page.signal.aborted) {
        return false;
      }

      if (!(e instanceof Problem)) {
        throw e;
      }

      // What is refused is not there for this run; the page itself shows the run all the same.
      if (!e.isPassing) {
        return false;
      }

      isLast = false;
      await pause(milliseconds, page.signal);
    }

    return !isLast;
  }
}
