// What the charts of a release show: from the API's documents to lines with names. Knows nothing of the page.

const FLOOR_LOG10 = -1;
/** Evidence beyond it, and beyond twice the threshold, is no longer told apart: it can be that of a number with 300 digits. */
const CEILING_LOG10 = 8;

const digits = (value) => (value === 0 ? '0' : Number(value.toPrecision(3)).toString());
const or = (format) => (value) => (value === null || value === undefined ? '–' : format(value));

export const percent = or((value) => `${digits(value * 100)} %`);
export const evidence = or((log10) => (log10 < 0 ? 'less than 1' : log10 >= 5 ? 'more than 100,000' : digits(10 ** log10)));
export const times = or((log2) => `${digits(2 ** log2)} ×`);
export const number = or(digits);
export const millis = or((log10) => `${digits(10 ** log10)} ms`);

const pad = (value) => String(value).padStart(2, '0');
/** The day of a time, as in 2026-03-01; in UTC, as all times. */
export const day = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 10);

export function clock(seconds, withSeconds = true) {
  const date = new Date(seconds * 1000);
  const minutes = `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}`;
  return withSeconds ? `${minutes}:${pad(date.getUTCSeconds())}` : minutes;
}

const log2 = (value) => (value === null || value === undefined || value <= 0 ? null : Math.log2(value));
const share = (counts) => (counts.total > 0 ? counts.bad / counts.total : null);
/** What can be drawn beside a threshold. */
const drawable = (limit) => (log10) =>
  (log10 === null || log10 === undefined ? null : Math.min(Math.max(CEILING_LOG10, 2 * limit), Math.max(FLOOR_LOG10, log10)));

/** Where in the series a step began, with its weight. */
function steps(points, at) {
  return points
    .map((point, i) => ({ x: i === 0 ? at[0] : at[i - 1], step: point.step, label: `${point.weight} %` }))
    .filter((_, i) => i > 0 && points[i].step !== points[i - 1].step);
}

function evidenceFigure(series, points, x, marks) {
  const drawn = drawable(series.abortAtLog10 ?? 0);
  const own = series.metrics.map((name, m) => ({
    name,
    style: `metric${m % 4}`,
    values: points.map((point) => drawn(point.metrics[m]?.againstLog10)),
    format: evidence,
  }));
  return {
    key: 'against',
    title: 'Evidence against the canary',
    note: 'On a logarithmic scale. The release aborts where the line of all metrics together reaches the threshold.',
    x, marks, scale: 'evidence', format: evidence,
    least: [FLOOR_LOG10, Math.max(1, (series.abortAtLog10 ?? 2) * 1.1)],
    limits: series.abortAtLog10 === null ? [] : [{ name: 'abort', value: series.abortAtLog10, style: 'bad' }],
    lines: [
      {
        name: 'all together', style: 'together', format: evidence,
        values: points.map((point) => drawn(point.againstLog10)),
      },
      ...own,
    ],
  };
}

function passFigure(series, points, x, marks) {
  const last = points.at(-1).metrics;
  const deciding = series.metrics.map((name, m) => m).filter((m) => (last[m]?.promoteAtLog10 ?? null) !== null
    && points.some((point) => (point.metrics[m]?.forLog10 ?? null) !== null));
  if (deciding.length === 0) {
    return null;
  }
  const limit = Math.max(...deciding.map((m) => last[m].promoteAtLog10));
  return {
    key: 'for',
    title: 'Evidence for the next step',
    note: 'On a logarithmic scale. A metric passes where its line reaches the threshold.',
    x, marks, scale: 'evidence', format: evidence,
    least: [FLOOR_LOG10, Math.max(1, limit * 1.1)],
    limits: [{ name: 'pass', value: limit, style: 'good' }],
    lines: deciding.map((m) => ({
      name: series.metrics[m], style: `metric${m % 4}`, format: evidence,
      values: points.map((point) => drawable(limit)(point.metrics[m]?.forLog10)),
    })),
  };
}

/** Whether a step's weight is the canary's share of all requests, so that the one can be held against the other. */
const isShare = (point) => point.share !== false;

function trafficFigure(points, x, marks) {
  const title = 'Traffic of the canary';
  if (!points.some(isShare)) {
    return {
      key: 'traffic',
      title,
      note: 'The weight is not the canary’s share of all requests to the two versions, so there is nothing to hold it against:'
        + ' so it is with a copy of the baseline, mirrored or matched requests, and routes that the release leaves alone.',
      lines: [],
    };
  }
  return {
    key: 'traffic',
    title,
    note: 'The share of requests that it should get, and the share that it got.'
      + (points.every(isShare) ? '' : ' Left out is where the weight is not its share of all requests.'),
    x, marks, scale: 'share', format: percent, least: [0, 0.1], limits: [],
    lines: [
      {
        name: 'wanted', style: 'wanted', stepped: true, format: percent,
        values: points.map((point) => (isShare(point) ? point.weight / 100 : null)),
      },
      {
        name: 'got', style: 'canary', format: percent,
        values: points.map((point) => {
          const all = point.baselineRequests + point.canaryRequests;
          return isShare(point) && all > 0 ? point.canaryRequests / all : null;
        }),
      },
    ],
  };
}

function levelsFigure(name, m, points, x, marks) {
  const side = (version) => points.map((point) => point.metrics[m]?.levels?.[version] ?? null);
  return {
    key: `levels-${m}`,
    title: `${name}: level`,
    note: 'In the unit of the metric’s query.',
    x, marks, scale: 'number', format: number, least: null, limits: [],
    lines: [
      { name: 'canary', style: 'canary', format: number, values: side('canary') },
      { name: 'baseline', style: 'baseline', format: number, values: side('baseline') },
    ],
  };
}

/** For latency, over how many milliseconds a request is counted as bad at each point; null elsewhere. */
const boundsOf = (m, points) => points.map((point) => point.metrics[m]?.boundMillis ?? null);

function badFigure(name, m, points, x, marks) {
  const bounds = boundsOf(m, points);
  const [bound, ...others] = new Set(bounds.filter((value) => value !== null));
  const over = (value) => `over ${number(value)} ms`;
  const breaks = bounds.map((_, i) => i).filter((i) => i > 0 && bounds[i] !== bounds[i - 1]);
  const side = (version) => {
    const values = points.map((point) => (point.metrics[m] ? share(point.metrics[m][version]) : null));
    return {
      name: version, style: version, format: percent, values, breaks,
      text: others.length === 0 ? undefined
        : (i) => percent(values[i]) + (values[i] === null || bounds[i] === null ? '' : ` ${over(bounds[i])}`),
    };
  };
  return {
    key: `bad-${m}`,
    title: `${name}: ${bound === undefined ? 'bad requests' : others.length > 0 ? 'slow requests' : `requests ${over(bound)}`}`,
    note: 'The fraction of each version since the point before.'
      + (others.length > 0 ? ' Counted are those over the bound that weighed most at each time; a line breaks where that changed.' : ''),
    x, marks, scale: 'share', format: percent, least: [0, 0.001], limits: [],
    lines: [side('canary'), side('baseline')],
  };
}

/** A ratio with its limits in words; of a limit that is missing there is none. */
function ratioText({ low, estimate, high }) {
  const said = (value) => times(Math.log2(value));
  const limits = low === null && high === null ? ''
    : high === null ? `at least ${said(low)}`
      : low === null ? `at most ${said(high)}` : `${said(low)} to ${said(high)}`;
  if (estimate === null) {
    return limits || '–';
  }
  return said(estimate) + (limits && ` (${limits})`);
}

function ratioFigure(name, m, points, x, marks) {
  const ratios = points.map((point) => point.metrics[m]?.ratio ?? null);
  if (ratios.every((ratio) => ratio === null)) {
    return null;
  }
  const of = (bound) => ratios.map((ratio) => log2(ratio?.[bound]));
  const isLatency = boundsOf(m, points).some((bound) => bound !== null);
  return {
    key: `ratio-${m}`,
    title: `${name}: canary over baseline`,
    note: 'How many times as many bad requests, on a logarithmic scale, with the band that holds the truth with a'
      + ' confidence of 95 % at every moment at once. Where the band has no end it goes on to the border, as does a ratio of 0.'
      + (isLatency ? ' The ratio is that of the bound that weighed most at each time.' : ''),
    x, marks, scale: 'times', format: times, least: [-2, 2],
    limits: [{ name: 'equal', value: 0, style: 'quiet' }],
    band: { low: of('low'), high: of('high'), known: ratios.map((ratio) => ratio !== null) },
    lines: [{
      name: 'canary over baseline', style: 'canary', format: times,
      // Without a bad request of the baseline the estimate is beyond all numbers, which JSON has as null.
      values: ratios.map((ratio) => (ratio === null ? null : ratio.estimate === null ? Infinity : Math.log2(ratio.estimate))),
      text: (i) => (ratios[i] === null ? '–' : ratioText(ratios[i])),
    }],
  };
}

/** The bounds between which something happens, and one more at each end. */
function lively(durations) {
  const sides = [[durations.baseline, durations.baselineTotal], [durations.canary, durations.canaryTotal]];
  const bounds = durations.boundsMillis.map((_, i) => i);
  const first = bounds.find((i) => sides.some(([counts]) => counts[i] > 0)) ?? 0;
  const last = bounds.find((i) => sides.every(([counts, total]) => counts[i] >= total)) ?? bounds.length - 1;
  return bounds.slice(Math.max(0, first - 1), last + 2);
}

function durationsFigure(metric, m) {
  const durations = metric.explanation?.durations;
  if (!durations || durations.boundsMillis.length === 0) {
    return null;
  }
  const shown = lively(durations);
  const shares = (counts, total) => shown.map((i) => (total > 0 ? counts[i] / total : null));
  return {
    key: `durations-${m}`,
    title: `${metric.name}: durations`,
    note: 'The fraction of all requests so far that took at most so long; the scale of durations is logarithmic.',
    x: shown.map((i) => Math.log10(durations.boundsMillis[i])),
    xName: 'at most', xFormat: millis, marks: [],
    scale: 'share', format: percent, least: [0, 1], limits: [],
    lines: [
      { name: 'canary', style: 'canary', format: percent, values: shares(durations.canary, durations.canaryTotal) },
      { name: 'baseline', style: 'baseline', format: percent, values: shares(durations.baseline, durations.baselineTotal) },
    ],
  };
}

/** The figures of a release, those of all metrics first. */
export function figures(release, series) {
  const found = [];
  const points = series.points;
  if (points.length > 0) {
    const x = points.map((point) => Date.parse(point.at) / 1000);
    const marks = steps(points, x);
    found.push(evidenceFigure(series, points, x, marks), passFigure(series, points, x, marks), trafficFigure(points, x, marks));
    series.metrics.forEach((name, m) => {
      if (points.some((point) => (point.metrics[m]?.levels ?? null) !== null)) {
        found.push(levelsFigure(name, m, points, x, marks));
      } else if (points.some((point) => (point.metrics[m]?.baseline.total ?? 0) + (point.metrics[m]?.canary.total ?? 0) > 0)) {
        found.push(badFigure(name, m, points, x, marks), ratioFigure(name, m, points, x, marks));
      }
    });
  }
  release.metrics.forEach((metric, m) => found.push(durationsFigure(metric, m)));
  return found.filter((figure) => figure !== null);
}
