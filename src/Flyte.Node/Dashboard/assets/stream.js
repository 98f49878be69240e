import { call, Problem } from './api.js';
import { pause, say, seen } from './dom.js';

const shortest = 500;
const longest = 10_000;
// The node says something every 15 seconds.
const silence = 40_000;
const state = document.getElementById('link-state');

/** Shows whether what is seen is what is; where nothing is seen yet, why. */
export function linked(text, problem) {
  const wait = document.querySelector('main .wait');
  if (problem && wait) {
    say(wait, problem.message);
  }

  state.className = `link-state ${text ? text.toLowerCase() : ''}`;
  say(state, text ? { Live: 'Live', Lost: 'Reconnecting…', Ended: 'Ended' }[text] : '');
}

/**
 * Follows server-sent events, through failures of the connection, while the page is seen. `on` gets each event, and returns true
 * after the last one.
 */
export async function follow(path, signal, on, onProblem) {
  let wait = shortest;
  let failure = null;
  while (!signal.aborted) {
    await seen(signal);
    const part = new AbortController();
    const leave = () => (signal.aborted || document.hidden) && part.abort();
    signal.addEventListener('abort', leave);
    document.addEventListener('visibilitychange', leave);
    try {
      const response = await call(path, { signal: part.signal, headers: { accept: 'text/event-stream' } });
      for await (const { name, data } of events(response.body, part)) {
        wait = shortest;
        if (!signal.aborted && name !== 'ping') {
          linked('Live');
          if (on(name, JSON.parse(data))) {
            linked('Ended');
            return;
          }
        }
      }
    } catch (e) {
      failure = e instanceof Problem ? e : null;
      if (e instanceof Problem && !e.isPassing && !signal.aborted) {
        linked('');
        onProblem(e);
        return;
      }

      if (!(e instanceof Problem) && e.name !== 'AbortError' && !(e instanceof TypeError)) {
        throw e;
      }
    } finally {
      part.abort();
      signal.removeEventListener('abort', leave);
      document.removeEventListener('visibilitychange', leave);
    }

    if (!signal.aborted && !document.hidden) {
      linked('Lost', failure);
      await pause(wait * (0.75 + Math.random() / 2), signal);
      wait = Math.min(longest, wait * 2);
    }
  }
}

async function* events(body, part) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const watch = setTimeout(() => part.abort(), silence);
    const { value, done } = await reader.read().finally(() => clearTimeout(watch));
    if (done) {
      return;
    }

    const blocks = (rest + value).split(/\r?\n\r?\n/);
    rest = blocks.pop();
    for (const block of blocks) {
      yield parse(block);
    }
  }
}

function parse(block) {
  const event = { name: 'message', data: '' };
  for (const row of block.split(/\r?\n/)) {
    if (row.startsWith('event:')) {
      event.name = row.slice(6).trim();
    } else if (row.startsWith('data:')) {
      event.data += (event.data ? '\n' : '') + row.slice(5).replace(/^ /, '');
    }
  }

  return event;
}
