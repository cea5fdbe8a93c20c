/**
 * Fastify's router against a matcher so plain that it can be checked by reading: of the routes that fit, the one whose
 * first differing segment is more static. `crates/gati-router/tests/naive.rs` holds the Rust router to the same.
 */
import { expect, test } from 'vitest';
import { createFind } from './fastify-router.js';

const CASES = process.env['GATI_LONG'] === undefined ? 2_000 : 200_000;

test(`${CASES} random tables`, { timeout: 600_000 }, () => {
  const random = createRandom(20_261_121);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const times = <Item>(least: number, most: number, make: (index: number) => Item): Item[] =>
    Array.from({ length: least + Math.floor(random() * (most - least + 1)) }, (_, index) => make(index));

  const pattern = (): string => {
    const segments = times(0, 3, (index) => pick(['a', 'ab', 'b', `:x${index}`, 'é']));
    if (random() < 0.25) segments.push('*rest');
    return `/${segments.join('/')}`;
  };
  const target = (): string =>
    `/${times(1, 4, () => pick(['a', 'a', 'a', 'ab', 'b', '', 'c', '%C3%A9', '%2F', '%61'])).join('/')}`;

  for (let round = 0; round < CASES; round += 1) {
    const shapes = new Map(
      times(1, 10, pattern).map((path) => [path.replace(/:x\d/g, ':').replace('*rest', '*'), path]),
    );
    const routes = [...shapes.values()];
    const find = createFind(routes.map((path) => `GET ${path}`));
    for (const path of times(4, 4, target)) {
      expect({ routes, path, found: find('GET', path) }).toEqual({ routes, path, found: plainFind(routes, path) });
    }
  }
});

interface Fit {
  readonly route: string;
  readonly ranks: string;
  readonly params: Record<string, string>;
}

function plainFind(
  routes: readonly string[],
  raw: string,
): { route: string; params: Record<string, string> } | undefined {
  const path = raw.length > 1 && raw.endsWith('/') ? raw.slice(0, -1) : raw;
  const segments = segmentsOf(path.replaceAll('%C3%A9', 'é').replaceAll('%61', 'a'));
  const fitting = routes.flatMap((route) => fit(route, segments) ?? []);
  const best = fitting.reduce<Fit | undefined>(
    (least, next) => (least && least.ranks <= next.ranks ? least : next),
    undefined,
  );
  if (best === undefined || Object.values(best.params).includes('')) return undefined;
  const decoded = Object.entries(best.params).map(([name, value]) => [name, value.replaceAll('%2F', '/')] as const);
  return { route: `GET ${best.route}`, params: Object.fromEntries(decoded) };
}

/** A rank per segment: text 0, parameter 1, catch-all 2; routes that fit one path compare by them as text. */
function fit(route: string, path: readonly string[]): Fit | undefined {
  const params: Record<string, string> = {};
  let ranks = '';
  const segments = segmentsOf(route);
  for (const [index, segment] of segments.entries()) {
    const value = path[index];
    if (value === undefined) return undefined;
    if (segment.startsWith('*')) {
      return { route, ranks: `${ranks}2`, params: { ...params, [segment.slice(1)]: path.slice(index).join('/') } };
    }
    if (segment.startsWith(':')) params[segment.slice(1)] = value;
    else if (segment !== value) return undefined;
    ranks += segment.startsWith(':') ? '1' : '0';
  }
  return segments.length === path.length ? { route, ranks, params } : undefined;
}

function segmentsOf(path: string): readonly string[] {
  return path === '/' ? [] : path.slice(1).split('/');
}

/** A small generator with a fixed seed, so that every run sees the same tables. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
