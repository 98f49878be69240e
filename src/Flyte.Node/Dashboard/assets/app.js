import { Problem } from './api.js';
import { h, mark } from './dom.js';
import { itemPage } from './item.js';
import { nodesPage } from './nodes.js';
import { runPage } from './run.js';
import { runsPage } from './runs.js';
import { linked } from './stream.js';

const pages = [
  [/^\/$/, runsPage, 'runs'],
  [/^\/runs\/([^/]+)$/, runPage, 'runs'],
  [/^\/runs\/([^/]+)\/items\/(\d+)$/, itemPage, 'runs'],
  [/^\/nodes$/, nodesPage, 'nodes'],
];
const main = document.getElementById('main');
let shown = null;

/** What a page is given: its end, a way to another page, and a way to say what went wrong. */
function scope(end) {
  return {
    signal: end.signal,
    go,
    fail: problem => {
      if (!end.signal.aborted && problem?.name !== 'AbortError') {
        main.replaceChildren(sorry(problem));
        end.abort();
        shown = null;
      }
    },
  };
}

function open(isBack) {
  const path = location.pathname;
  if (shown?.path === path && shown.page.update) {
    shown.page.update(new URLSearchParams(location.search));
    return;
  }

  shown?.end.abort();
  linked('');
  const end = new AbortController();
  const [pattern, make, name] = pages.find(([pattern]) => pattern.test(path)) ?? [];
  for (const link of document.querySelectorAll('nav a')) {
    mark(link, link.dataset.page === name);
  }

  if (!make) {
    document.title = 'Not found · Flyte';
    main.replaceChildren(sorry(new Problem(404, 'There is no page here.')));
    return;
  }

  const page = make(scope(end), path.match(pattern).slice(1).map(decode), new URLSearchParams(location.search));
  shown = { path, page, end };
  main.replaceChildren(page.node);
  if (!isBack) {
    scrollTo(0, 0);
  }
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Leads to another page, or to another part of this one. */
function go(to, { replace = false } = {}) {
  if (to !== location.pathname + location.search) {
    history[replace ? 'replaceState' : 'pushState'](null, '', to);
  }

  const before = location.pathname === shown?.path;
  open(before);
  if (!before) {
    main.focus({ preventScroll: true });
  }
}

function sorry(problem) {
  document.title = 'Flyte';
  return h('section', { class: 'sorry', role: 'alert' },
    h('h1', null, problem.status === 404 ? 'Not found' : problem.status === 401 ? 'A key is needed' : 'This cannot be shown'),
    h('p', null, problem.message),
    h('p', { class: 'choices' },
      h('a', { class: 'button', href: '/' }, 'All runs'),
      h('button', { type: 'button', onclick: () => location.reload() }, 'Try again')));
}

document.addEventListener('click', event => {
  const link = event.target.closest?.('a[href]');
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (isPlain && link && link.origin === location.origin && !link.target && !link.hash && !link.hasAttribute('download')) {
    event.preventDefault();
    go(link.pathname + link.search);
  }
});

document.addEventListener('keydown', event => {
  const isTyping = event.target.closest?.('input, select, textarea, dialog');
  if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const filter = document.querySelector('[data-filter]');
    if (filter) {
      event.preventDefault();
      filter.focus();
      filter.select?.();
    }
  } else if (event.key === 'Escape' && event.target.matches?.('[data-filter]')) {
    event.target.blur();
  }
});

addEventListener('popstate', () => open(true));
addEventListener('unhandledrejection', event => shown && event.reason instanceof Problem && scope(shown.end).fail(event.reason));
open(false);
