import { hear } from './clock.js';
import { ask, key } from './key.js';

/** A refusal of the API, in its own words. */
export class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }

  /** Whether asking again is of use. */
  get isPassing() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

export const runPath = id => `/runs/${encodeURIComponent(id)}`;

/** A request as it is answered; asks for a key when the node wants one. */
export async function call(path, options = {}) {
  for (;;) {
    const used = key();
    const response = await send(path, options, used);
    hear(response);
    if (response.ok) {
      return response;
    }

    const problem = await reason(response);
    if (response.status !== 401 || !await ask(used, problem.message, options.signal)) {
      throw problem;
    }
  }
}

async function send(path, options, used) {
  try {
    return await fetch(`/api/v1${path}`, { ...options, headers: { ...options.headers, ...(used ? { authorization: `Bearer ${used}` } : {}) } });
  } catch (e) {
    if (e.name === 'AbortError') {
      throw e;
    }

    throw new Problem(0, 'The node does not answer. This page goes on when it is back.');
  }
}

async function reason(response) {
  try {
    const { detail, title } = await response.json();
    return new Problem(response.status, String(detail ?? title));
  } catch {
    return new Problem(response.status, `The node has answered with ${response.status}.`);
  }
}

// A number that would not come back as it was written keeps its text.
const exact = (_, value, context) =>
  typeof value === 'number' && context?.source && String(value) !== context.source && JSON.rawJSON ? JSON.rawJSON(context.source) : value;

export async function get(path, signal) {
  return (await call(path, { signal })).json();
}

/** As get, with inputs and results as they were written. */
export async function getExact(path, signal) {
  return JSON.parse(await (await call(path, { signal })).text(), exact);
}

export const post = (path, body) => postText(path, JSON.stringify(body));

export async function postText(path, body) {
  const response = await call(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return response.json();
}

/** What an older node does not have is not shown: null for a 404. */
export async function getIfThere(path, signal) {
  try {
    return await get(path, signal);
  } catch (e) {
    if (e instanceof Problem && e.status === 404) {
      return null;
    }

    throw e;
  }
}

export function query(parameters) {
  const all = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of [value].flat()) {
      if (one !== null && one !== undefined && one !== '') {
        all.append(name, one);
      }
    }
  }

  return all.size > 0 ? `?${all}` : '';
}
