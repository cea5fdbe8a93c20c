/** Route sets of several sizes, and the paths that are looked up in them. */
import { seededRandom } from '../../harness/stats.mjs';

/** @typedef {'static' | 'one parameter' | 'two parameters' | 'catch-all' | 'not found'} Lookup */

/** @type {readonly Lookup[]} */
export const lookups = ['static', 'one parameter', 'two parameters', 'catch-all', 'not found'];

export const sizes = [1, 10, 100, 1000];

/** Of ten routes of an API, so many are of each form. */
const mixture = [
  'static',
  'static',
  'static',
  'static',
  'one parameter',
  'one parameter',
  'one parameter',
  'two parameters',
  'two parameters',
  'catch-all',
];

/**
 * The routes of a set. A set of one holds only the route that is looked up.
 *
 * @param {number} size
 * @param {Lookup} lookup
 * @returns {{ form: Lookup, segments: string[] }[]} a segment starts with `:` or `*` if it is not text
 */
export function routesOf(size, lookup) {
  const forms =
    size === 1
      ? [lookup === 'not found' ? 'static' : lookup]
      : Array.from({ length: size }, (_, index) => mixture[index % mixture.length]);
  return forms.map((form, index) => ({ form, segments: segmentsOf(form, index) }));
}

function segmentsOf(form, index) {
  const resource = `${nouns[index % nouns.length]}${index < nouns.length ? '' : index}`;
  switch (form) {
    case 'one parameter':
      return ['api', resource, ':id'];
    case 'two parameters':
      return ['api', resource, ':id', 'comments', ':comment'];
    case 'catch-all':
      return ['files', resource, '*rest'];
    default:
      return ['api', resource, 'list'];
  }
}

/**
 * 64 paths spread over the whole set, flat strings as a parser would hand them over, with the answer each has to get.
 *
 * @param {number} size
 * @param {Lookup} lookup
 * @returns {{ path: string, route: number, params: Record<string, string> }[]}
 */
export function pathsOf(size, lookup) {
  const random = seededRandom(size);
  const routes = routesOf(size, lookup);
  const fitting = routes.flatMap((route, index) => (route.form === lookup ? [{ ...route, index }] : []));
  const cases = Array.from({ length: 64 }, (_, turn) => {
    if (lookup === 'not found') {
      const { segments } = routes[Math.floor(random() * routes.length)];
      return { path: `/${segments[0]}/${segments[1]}x/${turn}/nowhere`, route: -1, params: {} };
    }
    const { segments, index } = fitting[Math.floor(random() * fitting.length)];
    const params = {};
    const filled = segments.map((segment) => {
      if (!/^[:*]/u.test(segment)) return segment;
      const value = segment.startsWith('*') ? `images/${turn}/logo.png` : String(1000 + Math.floor(random() * 100_000));
      params[segment.slice(1)] = value;
      return value;
    });
    return { path: `/${filled.join('/')}`, route: index, params };
  });
  return JSON.parse(JSON.stringify(cases));
}

const nouns = [
  'users',
  'orders',
  'products',
  'invoices',
  'payments',
  'carts',
  'reviews',
  'sessions',
  'teams',
  'events',
  'assets',
  'labels',
  'reports',
  'tickets',
  'webhooks',
  'tokens',
];
