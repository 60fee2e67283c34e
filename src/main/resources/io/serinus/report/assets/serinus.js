// Keeps a page as it is on the server: hears of changes by server-sent events, fetches the page again and puts in place what
// differs, so that focus, scroll position, open details and charts stay. Without scripts the page loads itself again instead.
import { put } from './morph.js';

const MAX_PAUSE = 60_000;
const ROUTINE = 60_000;
/** Milliseconds after which an answer that does not come has failed; a page that waits for ever would look up to date. */
const PATIENCE = 15_000;
const isList = document.body.dataset.page === 'list';
/** Whether something was under way when the page was loaded. What is gone or over may be back. */
const isLive = document.body.dataset.events !== undefined;
// A list changes often and is long; one release is looked at by somebody who waits.
const SHORTEST_PAUSE = isList ? 3_000 : 1_000;

const said = document.getElementById('said');
const connection = document.getElementById('connection');
let source = null;
let retry = 0;
let fetching = false;
let wanted = false;
let planned = 0;
let lastFetch = performance.now();
let lastSuccess = new Date();
let charts = null;

function time(date) {
  return `${date.toISOString().slice(11, 19)} UTC`;
}

function lost() {
  const text = `Connection lost: this is as of ${time(lastSuccess)}. Trying again.`;
  if (connection.hidden || connection.textContent !== text) {
    connection.textContent = text;
    connection.hidden = false;
  }
}

function found() {
  lastSuccess = new Date();
  if (!connection.hidden) {
    connection.hidden = true;
    connection.textContent = '';
  }
}

function standings() {
  return new Map([...document.querySelectorAll('main [data-standing]')]
    .map((element) => [element.dataset.release, element.dataset.standing]));
}

function announce(before) {
  const news = [];
  for (const [release, standing] of standings()) {
    if (before.get(release) !== standing) {
      news.push(`${release}: ${standing}.`);
    }
  }
  if (news.length > 3) {
    news.splice(2, news.length, `${news.length - 2} other releases changed.`);
  }
  if (news.length > 0) {
    said.textContent = news.join(' ');
  }
}

function show(fresh) {
  const content = fresh.querySelector('main');
  if (content === null) {
    throw new Error('what was answered is no page of Serinus');
  }
  const before = standings();
  const main = document.querySelector('main');
  const focused = main.contains(document.activeElement) ? document.activeElement : null;
  put(main, content);
  put(document.querySelector('footer'), fresh.querySelector('footer'));
  document.title = fresh.title;
  if (focused && !focused.isConnected) {
    main.focus({ preventScroll: true });
  }
  announce(before);
  if (fresh.body.dataset.events === undefined) {
    delete document.body.dataset.events;
    stop();
  } else {
    document.body.dataset.events = fresh.body.dataset.events;
    if (retry === 0) {
      listen();
    }
  }
}

/** Draws the charts from what their section names as their sources; the page lives on if that fails. */
async function draw() {
  const section = document.querySelector('[data-charts]');
  try {
    charts ??= section && await import('./charts.js');
    await charts?.refresh();
    section?.querySelector(':scope > .trouble')?.remove();
  } catch (cause) {
    console.error(cause);
    if (section && !section.querySelector(':scope > .trouble')) {
      const text = document.createElement('p');
      text.className = 'trouble';
      text.textContent = 'The charts could not be drawn. Load the page again to try once more.';
      section.append(text);
    }
  }
}

async function refresh() {
  planned = 0;
  if (fetching) {
    wanted = true;
    return;
  }
  fetching = true;
  lastFetch = performance.now();
  try {
    const answer = await fetch(location.href, {
      headers: { Accept: 'text/html' }, cache: 'no-store', signal: AbortSignal.timeout(PATIENCE),
    });
    // A release that is gone has a page that says so.
    if (!answer.ok && answer.status !== 404) {
      throw new Error(`status ${answer.status}`);
    }
    show(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    found();
    await draw();
  } catch {
    lost();
    plan(SHORTEST_PAUSE * 5);
  } finally {
    fetching = false;
    if (wanted) {
      wanted = false;
      plan();
    }
  }
}

/** Fetches soon, but not more often than it may. */
function plan(pause = SHORTEST_PAUSE) {
  if (planned === 0 && !document.hidden) {
    const wait = Math.max(50, lastFetch + pause - performance.now());
    planned = setTimeout(refresh, wait);
  }
}

function stop() {
  source?.close();
  source = null;
  clearTimeout(retry);
  retry = 0;
}

function listen(pause = 2_000) {
  const address = document.body.dataset.events;
  if (address === undefined || source || document.hidden) {
    return;
  }
  let next = pause;
  source = new EventSource(address);
  source.onopen = () => {
    next = 2_000;
    // What changed between the page and now, nobody has told.
    plan();
  };
  for (const kind of ['release', 'gone', 'reset']) {
    source.addEventListener(kind, () => plan());
  }
  source.onerror = () => {
    // Asking for the page tells whether the server is away or only has no place for another listener.
    plan();
    if (source?.readyState === EventSource.CLOSED) {
      source = null;
      retry = setTimeout(() => {
        retry = 0;
        listen(Math.min(MAX_PAUSE, next * 2));
      }, next);
    }
  };
}

// Nobody sees a page in the background: it holds no connection, of which a browser has six for each server.
document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    stop();
    clearTimeout(planned);
    planned = 0;
  } else if (isLive) {
    plan();
    listen();
  }
});
addEventListener('pagehide', stop);
addEventListener('pageshow', (event) => {
  if (event.persisted && isLive) {
    plan();
    listen();
  }
});

void draw();
if (isLive) {
  listen();
  // Ages grow even where nothing happens.
  setInterval(() => plan(), ROUTINE);
}
document.documentElement.dataset.live = 'true';
