// Draws the charts of a release, each with its key, its newest values and a table of all of them.
import { clock, day, figures, millis, number, percent, times } from './figures.js';

/* global uPlot */

const HEIGHT = 200;
/** Milliseconds after which an answer that does not come has failed. */
const PATIENCE = 15_000;
const shown = new Map();
const watched = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) {
    const width = Math.floor(contentRect.width);
    if (target.chart && width > 0 && target.chart.width !== width) {
      target.chart.setSize({ width, height: HEIGHT });
    }
  }
});

function element(name, attributes = {}, ...content) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...content);
  return made;
}

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Each style differs from the others by more than its colour. */
const DASHES = { baseline: [6, 4], wanted: [2, 3], metric0: [6, 3], metric1: [2, 3], metric2: [8, 3, 2, 3], metric3: [4, 4] };
const WIDTHS = { together: 3, canary: 3.5 };

/** Round numbers on a scale that is logarithmic in our own numbers. */
function splits(scale, from, to) {
  const found = [];
  if (scale === 'evidence' || scale === 'times') {
    const every = Math.max(1, Math.ceil((to - from) / 6));
    for (let value = Math.ceil(from / every) * every; value <= to; value += every) {
      found.push(value);
    }
  }
  return found;
}

/** 1, 2, 5, 10 … ms as far as there is room. */
function durations(from, to) {
  const steps = to - from > 2.5 ? [0] : [0, Math.log10(2), Math.log10(5)];
  const found = [];
  for (let power = Math.floor(from); power <= to; power++) {
    found.push(...steps.map((step) => power + step));
  }
  return found.filter((value) => value >= from - 1e-9 && value <= to + 1e-9);
}

const LABELS = {
  evidence: (value) => (value < 0 ? '<1' : value >= 6 ? `1e${value}` : (10 ** value).toLocaleString('en')),
  times: (value) => (Math.abs(value) < 10 ? times(value) : `${(2 ** value).toExponential(0)} ×`),
  share: percent,
  number,
};

/** An early band reaches far beyond what anybody wants to read. */
const readable = (value) => (value === null ? null : Math.min(6, Math.max(-6, value)));

function range(figure) {
  const values = [
    ...figure.lines.flatMap((line) => line.values),
    ...(figure.band ? [...figure.band.low, ...figure.band.high].map(readable) : []),
    ...figure.limits.map((limit) => limit.value),
    ...(figure.least ?? []),
  ].filter((value) => value !== null && Number.isFinite(value));
  const from = Math.min(...values);
  const to = Math.max(...values);
  const room = (to - from || 1) * 0.06;
  return [figure.least && from >= figure.least[0] ? from : from - room, to + room];
}

/** uPlot makes years of room around a single point. */
function span({ x, xFormat }) {
  const [from, to] = [x[0], x.at(-1)];
  const room = from < to ? 0 : xFormat ? 0.5 : 60;
  return [from - room, to + room];
}

/** What lies behind the lines: the band, where steps began, and the thresholds. */
function background(figure) {
  return (u) => {
    const { ctx } = u;
    const { left, top, width, height } = u.bbox;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, top, width, height);
    ctx.clip();
    // The axes leave their own behind.
    ctx.textAlign = 'left';
    ctx.textBaseline = 'alphabetic';
    const { band } = figure();
    if (band) {
      drawBand(u, band);
    }
    ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
    let taken = -Infinity;
    for (const mark of figure().marks) {
      const x = u.valToPos(mark.x, 'x', true);
      ctx.strokeStyle = colour('--line');
      ctx.lineWidth = devicePixelRatio;
      ctx.beginPath();
      ctx.moveTo(x, top);
      ctx.lineTo(x, top + height);
      ctx.stroke();
      ctx.fillStyle = colour('--quiet');
      if (x > taken) {
        ctx.fillText(mark.label, x + 3 * devicePixelRatio, top + 10 * devicePixelRatio);
        taken = x + ctx.measureText(mark.label).width + 6 * devicePixelRatio;
      }
    }
    for (const limit of figure().limits) {
      const y = u.valToPos(limit.value, 'y', true);
      ctx.strokeStyle = colour(`--${limit.style}`);
      ctx.lineWidth = 1.5 * devicePixelRatio;
      ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
      ctx.beginPath();
      ctx.moveTo(left, y);
      ctx.lineTo(left + width, y);
      ctx.stroke();
      ctx.setLineDash([]);
      ctx.fillStyle = colour(`--${limit.style}`);
      // Below its line, out of the way of the steps' labels; at the left, where lines that lead there are still low.
      ctx.fillText(limit.name, left + 4 * devicePixelRatio, y + 12 * devicePixelRatio);
    }
    ctx.restore();
  };
}

function drawBand(u, band) {
  const { ctx } = u;
  const { top, height } = u.bbox;
  const x = u.data[0];
  ctx.fillStyle = colour('--band');
  for (let from = 0; from < x.length; from++) {
    if (!band.known[from]) {
      continue;
    }
    let to = from;
    while (to + 1 < x.length && band.known[to + 1]) {
      to++;
    }
    const y = (values, i, open) => (values[i] === null ? open : u.valToPos(values[i], 'y', true));
    ctx.beginPath();
    for (let i = from; i <= to; i++) {
      ctx.lineTo(u.valToPos(x[i], 'x', true), y(band.high, i, top));
    }
    for (let i = to; i >= from; i--) {
      ctx.lineTo(u.valToPos(x[i], 'x', true), y(band.low, i, top + height));
    }
    ctx.closePath();
    ctx.fill();
    from = to;
  }
}

const DAY = 86400;
const INCREMENTS = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800,
  ...[1, 2, 5, 10, 20, 50, 100].map((days) => days * DAY)];

/** On the axis of times midnight is the day that begins. */
const tick = (seconds, withSeconds) => (seconds % DAY === 0 ? day(seconds).slice(5) : clock(seconds, withSeconds));

/** Lines are not drawn through where a line says that they break: there it goes on as something else. */
function gaps(entry) {
  return (u, n, from, to, found) => {
    // Where a value is missing there is a gap already, and one must not lie in another.
    const joined = (i) => i > from && i <= to && u.data[n][i - 1] !== null && u.data[n][i] !== null;
    const pixel = (i) => Math.round(u.valToPos(u.data[0][i], 'x', true));
    return [...found, ...(entry.figure.lines[n - 1].breaks ?? []).filter(joined).map((i) => [pixel(i - 1), pixel(i)])]
      .sort(([one], [other]) => one - other);
  };
}

function options(entry, width) {
  const figure = () => entry.figure;
  const isTime = entry.figure.xFormat === undefined;
  const axis = { stroke: colour('--quiet'), grid: { stroke: colour('--grid'), width: 1 }, ticks: { show: false }, font: '12px system-ui, sans-serif' };
  const { scale } = entry.figure;
  return {
    width,
    height: HEIGHT,
    padding: [10, 30, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    scales: {
      x: { time: false, range: () => span(figure()) },
      y: { range: () => range(figure()) },
    },
    axes: [
      {
        ...axis,
        space: 72,
        size: 30,
        ...(isTime
          ? { values: (u, at) => at.map((value) => tick(value, u.scales.x.max - u.scales.x.min < 600)), incrs: INCREMENTS }
          : { values: (_, at) => at.map(millis), splits: (_, __, from, to) => durations(from, to) }),
      },
      {
        ...axis,
        size: 66,
        values: (_, at) => at.map(LABELS[scale]),
        ...(scale === 'evidence' || scale === 'times' ? { splits: (_, __, from, to) => splits(scale, from, to) } : {}),
      },
    ],
    series: [
      {},
      ...entry.figure.lines.map((line) => ({
        label: line.name,
        stroke: () => colour(`--${line.style}`),
        width: WIDTHS[line.style] ?? 2,
        dash: DASHES[line.style],
        spanGaps: false,
        gaps: gaps(entry),
        points: { show: line.values.filter((value) => value !== null).length < 2 || line.breaks?.length > 0 || line.style === 'canary', size: 5, fill: () => colour(`--${line.style}`) },
        paths: line.stepped ? uPlot.paths.stepped({ align: -1 }) : undefined,
      })),
    ],
    hooks: { drawAxes: [background(figure)], setCursor: [(u) => read(entry, u.cursor.idx)] },
  };
}

/** What is beyond all numbers, such as the logarithm of 0, is drawn at the border. */
function data(figure) {
  const [from, to] = range(figure);
  const drawn = (value) => (value === -Infinity ? from : value === Infinity ? to : value);
  return [figure.x, ...figure.lines.map((line) => line.values.map(drawn))];
}

/** Where a point is; with its day if others are of another one. */
function at(figure, i) {
  const { x, xFormat } = figure;
  if (xFormat) {
    return xFormat(x[i]);
  }
  return day(x[0]) === day(x.at(-1)) ? clock(x[i]) : `${day(x[i])} ${clock(x[i])}`;
}

const text = (line, i) => line.text?.(i) ?? line.format(line.values[i]);

/** What is said anew is read out anew. */
function say(element, words) {
  if (element.textContent !== words) {
    element.textContent = words;
  }
}

/** Writes the values at a point into the key; those of the newest where none is chosen. */
function read(entry, index) {
  const { figure } = entry;
  const i = index ?? figure.x.length - 1;
  say(entry.where, `${figure.xFormat ? `${figure.xName} ` : ''}${at(figure, i)}`);
  figure.lines.forEach((line, n) => say(entry.values[n], text(line, i)));
}

function table(figure) {
  const head = element('tr', {}, element('th', { scope: 'col' }, figure.xName ?? 'Time (UTC)'),
    ...figure.lines.map((line) => element('th', { scope: 'col' }, line.name)));
  const rows = figure.x.map((_, i) => element('tr', {},
    element('th', { scope: 'row' }, at(figure, i)),
    ...figure.lines.map((line) => element('td', {}, text(line, i)))));
  const order = figure.xFormat ? rows : rows.reverse();
  return [element('thead', {}, head), element('tbody', {}, ...order)];
}

/** Arrow keys read one point after the other. */
function keyboard(entry) {
  const { plot } = entry;
  plot.addEventListener('keydown', (event) => {
    const { chart, figure } = entry;
    const last = figure.x.length - 1;
    const i = chart.cursor.idx ?? last;
    const next = { ArrowLeft: Math.max(0, i - (chart.cursor.idx === null ? 0 : 1)), ArrowRight: Math.min(last, i + 1), Home: 0, End: last }[event.key];
    if (next === undefined) {
      return;
    }
    event.preventDefault();
    chart.setCursor({ left: chart.valToPos(figure.x[next], 'x'), top: HEIGHT / 2 });
  });
  plot.addEventListener('focus', () => entry.key.setAttribute('aria-live', 'polite'));
  plot.addEventListener('blur', () => {
    clearTimeout(entry.quiet);
    entry.key.removeAttribute('aria-live');
    entry.chart.setCursor({ left: -10, top: -10 });
  });
}

/** A figure without lines says why there are none. */
function add(figure) {
  const id = `chart-${figure.key}`;
  const entry = { figure };
  if (figure.lines.length === 0) {
    entry.root = element('figure', { id, class: 'chart', 'aria-labelledby': `${id}-title` },
      element('figcaption', {}, element('h3', { id: `${id}-title` }, figure.title)),
      element('p', { class: 'note' }, figure.note));
    return entry;
  }
  entry.plot = element('div', {
    class: 'plot', tabindex: '0', role: 'group', 'aria-label': `${figure.title}, chart. Arrow keys read its points.`,
  });
  entry.where = element('span', { class: 'where' });
  entry.values = figure.lines.map(() => element('strong'));
  entry.key = element('ul', { class: 'key' },
    ...figure.lines.map((line, n) => element('li', {}, element('span', { class: `swatch ${line.style}` }), `${line.name} `, entry.values[n])),
    element('li', {}, entry.where));
  entry.table = element('table', {}, ...table(figure));
  entry.root = element('figure', { id, class: 'chart', 'aria-labelledby': `${id}-title` },
    element('figcaption', {}, element('h3', { id: `${id}-title` }, figure.title), entry.key),
    entry.plot,
    element('p', { class: 'note' }, figure.note),
    element('details', {}, element('summary', {}, 'As a table', element('span', { class: 'unseen' }, `: ${figure.title}`)),
      element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `${figure.title}, table` }, entry.table)));
  return entry;
}

function draw(entry) {
  if (entry.figure.lines.length === 0) {
    return;
  }
  entry.chart?.destroy();
  const width = Math.max(200, Math.floor(entry.plot.clientWidth));
  entry.chart = new uPlot(options(entry, width), data(entry.figure), entry.plot);
  entry.chart.root.setAttribute('aria-hidden', 'true');
  entry.plot.chart = entry.chart;
  read(entry, null);
}

function update(entry, figure) {
  entry.figure = figure;
  if (figure.lines.length === 0) {
    return;
  }
  // Read out is what a reader moves to, not what moves by itself.
  clearTimeout(entry.quiet);
  entry.key.removeAttribute('aria-live');
  entry.table.replaceChildren(...table(figure));
  entry.chart.setData(data(figure));
  read(entry, entry.chart.cursor.idx);
  entry.quiet = setTimeout(() => {
    if (entry.plot === document.activeElement) {
      entry.key.setAttribute('aria-live', 'polite');
    }
  }, 1_000);
}

/** What of a figure is not changed in place. */
const shape = (figure) => [figure.title, figure.note, ...figure.lines.map((line) => line.name)].join('\n');

function forget(key) {
  const entry = shown.get(key);
  shown.delete(key);
  clearTimeout(entry.quiet);
  if (entry.plot) {
    watched.unobserve(entry.plot);
  }
  entry.chart?.destroy();
  entry.root.remove();
}

function show(section, found) {
  if (found.length > 0 && !section.querySelector('h2')) {
    section.append(element('h2', { id: 'charts' }, 'How it came about'), element('div', { class: 'charts' }));
  }
  const grid = section.querySelector('.charts');
  for (const [key, entry] of [...shown]) {
    // A section that was away is a new one.
    if (!section.contains(entry.root)
      || !found.some((figure) => figure.key === key && shape(figure) === shape(entry.figure))) {
      forget(key);
    }
  }
  found.forEach((figure, n) => {
    const known = shown.get(figure.key);
    if (known) {
      update(known, figure);
      return;
    }
    const entry = add(figure);
    grid.insertBefore(entry.root, grid.children[n] ?? null);
    try {
      draw(entry);
    } catch (cause) {
      entry.root.remove();
      throw cause;
    }
    shown.set(figure.key, entry);
    if (entry.plot) {
      keyboard(entry);
      watched.observe(entry.plot);
    }
  });
}

async function json(address) {
  const answer = await fetch(address, {
    headers: { Accept: 'application/json' }, cache: 'no-cache', signal: AbortSignal.timeout(PATIENCE),
  });
  if (!answer.ok) {
    throw new Error(`status ${answer.status} of ${address}`);
  }
  return answer.json();
}

/** What the release has changed in its VirtualService; lines of text. */
async function showDiff(section) {
  const { lines } = await json(section.dataset.diff);
  const changed = lines.some((line) => line.kind !== 'SAME');
  if (!changed) {
    section.replaceChildren();
    return;
  }
  const marks = { SAME: ' ', REMOVED: '-', ADDED: '+' };
  const text = element('pre', { class: 'diff scroll', tabindex: '0', role: 'region', 'aria-labelledby': 'diff' },
    ...lines.map((line) => element('span', { class: line.kind.toLowerCase() }, `${marks[line.kind]} ${line.text}\n`)));
  const before = section.querySelector('pre');
  if (before?.textContent !== text.textContent) {
    section.replaceChildren(element('h2', { id: 'diff' }, 'What it has changed in the VirtualService'), text);
  }
}

/** Fetches what the charts show and draws what has changed. */
export async function refresh() {
  const section = document.querySelector('[data-charts]');
  if (section) {
    const address = section.dataset.charts;
    const [release, series] = await Promise.all([json(address), json(`${address}/series`)]);
    show(section, figures(release, series));
  } else {
    [...shown.keys()].forEach(forget);
  }
  const diff = document.querySelector('[data-diff]');
  if (diff) {
    await showDiff(diff).catch(() => {});
  }
}

// Colours are painted, not inherited: another scheme needs another painting.
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => shown.forEach(draw));
