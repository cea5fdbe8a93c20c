/** What was measured as tables, targets and the last line of `--json`. */
import { requests } from '../../contenders/http/requests.mjs';
import { median, minimum, spread } from '../../harness/stats.mjs';
import { figure, percent, ratio } from '../../harness/table.mjs';
import { baseline, elysia, keys, native, ours } from './servers.mjs';

export function cpu({ user, system }) {
  return user + system;
}

function perSecond(round) {
  return round.perSecond;
}

/** How one stands to another in each round: neighbours in time share the noise. */
function ratiosOf(mine, theirs, of) {
  return mine.map((round, index) => of(round) / of(theirs[index]));
}

/**
 * @param {Record<'full' | 'half' | 'level', Record<string, readonly object[]>>} parts as fast as each answers, at half of
 * that, and at half of what Fastify answers
 */
export function tableOf(name, { full: measured, half: halves, level }, labels) {
  const order = [baseline, ours, native, 'node:http'];
  const rank = (contender) => (order.includes(contender) ? order.indexOf(contender) : order.length);
  const rows = Object.entries(measured).toSorted(([left], [right]) => rank(left) - rank(right));
  const milliseconds = (windows, of) => figure(median((windows ?? []).map((round) => of(round) ?? Infinity)));
  const half = (contender, of) => milliseconds(halves[contender], of);
  // Fastify's own half is that load.
  const atLevel = (contender) => (contender === baseline ? halves : level)[contender];
  return {
    title: name,
    columns: [
      'server',
      'requests/s',
      'p50 ms at half load',
      'p99 ms at half load',
      'p99 ms at half of Fastify’s',
      'p99 ms at full load',
      'user µs',
      'system µs',
      'CPU µs a request',
      'least',
      'CPU to Fastify',
      '',
    ],
    rows: rows.map(([contender, each]) => {
      const ratios = ratiosOf(each, measured[baseline], cpu);
      return [
        labels.get(contender),
        figure(median(each.map(perSecond))),
        half(contender, ({ p50 }) => p50),
        half(contender, ({ p99 }) => p99),
        atLevel(contender) === undefined ? '' : milliseconds(atLevel(contender), ({ p99 }) => p99),
        figure(median(each.map(({ latency }) => latency))),
        figure(median(each.map(({ user }) => user))),
        figure(median(each.map(({ system }) => system))),
        figure(median(each.map(cpu))),
        figure(minimum(each.map(cpu))),
        ratio(median(ratios)),
        percent(spread(ratios)),
      ];
    }),
  };
}

/**
 * How often the program that sends was itself kept waiting. What was due meanwhile is late through nobody's fault, and is in
 * the figures all the same.
 * @param {Record<string, Record<string, readonly { stalled: number }[]>>} halves
 */
export function stallsOf(halves, seconds) {
  const windows = Object.values(halves).flatMap((each) => Object.values(each).flat());
  const share = windows.map(({ stalled }) => stalled / (seconds * 1000));
  const many = share.filter((part) => part > 0.01).length;
  const [middle, most] = [median(share), Math.max(...share)].map((part) => `${(part * 100).toFixed(1)} %`);
  return `The machine kept the program that sends waiting for more than 1 % of its time in ${many} of ${windows.length} windows at half load (median ${middle}, at most ${most}); what was due meanwhile counts as late in all figures. A p99 of such a window is the machine's: the targets about it are to be read together with this line.`;
}

/**
 * Requests a second of everything that was measured, by the keys of `--json`; and, by `-p50` and `-p99`, the
 * milliseconds at half load.
 */
export function summaryOf(raw, halves) {
  const figures = (measured, of) =>
    Object.fromEntries(Object.entries(measured).map(([name, each]) => [keys[name], of(each)]));
  const milliseconds = (member) => (each) => Math.round(median(each.map((round) => round[member])) * 1e4) / 1e4;
  const summary = {};
  for (const { key, name } of requests)
    summary[key] = figures(raw[name], (each) => Math.round(median(each.map(perSecond))));
  for (const { key, name } of requests) {
    if (Object.keys(halves[name]).length === 0) continue;
    for (const member of ['p50', 'p99']) summary[`${key}-${member}`] = figures(halves[name], milliseconds(member));
  }
  return summary;
}

/** What a request may cost beside hand-written Fastify: a validated body, which is read natively, has to be cheaper. */
const shares = [
  { request: ({ name }) => !name.startsWith('POST'), most: 1.1, said: 'at most 1.1× the CPU of hand-written Fastify' },
  {
    request: ({ name }) => name.startsWith('POST'),
    most: 1 / 1.3,
    said: 'hand-written Fastify with ajv takes at least 1.3× the CPU (at most 0.77×)',
  },
];

/** What the native host owes its rivals: a share of their CPU, or so many times their requests. */
const owed = [
  ...['hello', 'params2'].flatMap((key) => [
    { key, rival: 'Bun.serve', of: cpu, most: 1, said: 'natively at most the CPU of Bun.serve' },
    { key, rival: baseline, of: perSecond, least: 2, said: 'natively at least 2× the requests/s of Fastify' },
  ]),
  {
    key: 'post1k',
    rival: baseline,
    of: perSecond,
    least: 3,
    said: 'natively at least 3× the requests/s of Fastify with ajv',
  },
  { key: 'post1k', rival: elysia, of: perSecond, least: 1.7, said: 'natively at least 1.7× the requests/s of Elysia' },
];

/** @param {Record<string, object>} [halves] */
export function targetsOf(raw, halves = {}) {
  const shared = requests.map((request) => {
    const { name } = request;
    const { most, said } = shares.find((share) => share.request(request));
    const measured = ours in raw[name];
    const times = measured ? median(ratiosOf(raw[name][ours], raw[name][baseline], cpu)) : Number.NaN;
    return { target: `${name}: ${said}`, figure: ratio(times), met: measured ? times <= most : null };
  });
  const prompt = requests.map(({ key, name }) => ({
    key,
    name,
    rival: baseline,
    of: ({ p99 }) => p99 ?? Infinity,
    most: 1,
    said: 'natively p99 at half load is no worse than Fastify’s',
  }));
  return [
    ...shared,
    ...owed.map((one) => owedTarget(raw, one)),
    ...prompt.map((one) => owedTarget({ [one.name]: {}, ...halves }, one)),
  ];
}

function owedTarget(raw, { key, rival, of, most, least, said }) {
  const { name } = requests.find((request) => request.key === key);
  const { [native]: own, [rival]: theirs } = raw[name];
  const target = `${name}: ${said}`;
  if (own === undefined || theirs === undefined) return { target, figure: ratio(Number.NaN), met: null };
  const times = median(ratiosOf(own, theirs, of));
  return { target, figure: ratio(times), met: least === undefined ? times <= most : times >= least };
}
