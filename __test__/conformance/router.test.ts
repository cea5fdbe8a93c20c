/**
 * The corpus that the Rust router is held to, held against Fastify's router as the Fastify host configures it.
 * The other half is `crates/gati-router/tests/conformance.rs`.
 */
import { readFileSync, readdirSync } from 'node:fs';
import FindMyWay, { type HTTPMethod } from 'find-my-way';
import { describe, expect, test } from 'vitest';
import { fastifyRouterOptions, readParams, toFastifyPath } from '../../src-ts/hosts/fastify/route-path.js';

interface Suite {
  readonly description: string;
  /** `METHOD /pattern`, which is also the identity of the route. */
  readonly routes: readonly string[];
  readonly requests: readonly Request[];
}

/** In `request` and in values of `params`, `§` stands for `fill` letters. */
interface Request {
  readonly request: string;
  readonly status: number;
  readonly route?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly allow?: string;
  readonly fill?: number;
}

interface Answer {
  readonly status: number;
  readonly route?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly allow?: string;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY'] as const;

const corpus = new URL('./router/', import.meta.url);
const files = readdirSync(corpus).filter((name) => name.endsWith('.json'));

/** Splits at the first space only, so that an empty path is a path. */
function splitRequest(text: string): [method: HTTPMethod, path: string] {
  const space = text.indexOf(' ');
  return [text.slice(0, space) as HTTPMethod, text.slice(space + 1)];
}

/** Trailing slash and alternative spellings are the pattern parser's business; the corpus uses the former alone. */
function canonical(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

type Outcome = 'bad' | { readonly route: string; readonly params: Record<string, string> } | undefined;

function createFind(routes: readonly string[]): (method: HTTPMethod, path: string) => Outcome {
  const router = FindMyWay({ ...fastifyRouterOptions, onBadUrl: () => undefined });
  const add = (method: HTTPMethod, pattern: string, id: string): void => {
    const path = canonical(pattern);
    const catchAll = /\/\*(\w+)$/.exec(path)?.[1];
    router.on(method, toFastifyPath(path), () => undefined, { id, catchAll });
  };
  for (const id of routes) add(...splitRequest(id), id);
  // What Fastify's exposeHeadRoutes does: a HEAD route beside each GET route that has none of its own.
  for (const id of routes) {
    const [method, pattern] = splitRequest(id);
    if (method === 'GET' && router.findRoute('HEAD', toFastifyPath(canonical(pattern))) === null)
      add('HEAD', pattern, id);
  }
  return (method, path) => {
    const found = router.find(method, path);
    if (found === null) return undefined;
    if (found.store === null) return 'bad';
    const { id, catchAll } = found.store as { id: string; catchAll?: string };
    const params = readParams(found.params, catchAll);
    return params === undefined ? undefined : { route: id, params };
  };
}

function answer(find: ReturnType<typeof createFind>, method: HTTPMethod, path: string): Answer {
  const own = find(method, path);
  if (own === 'bad') return { status: 400 };
  if (own !== undefined) return { status: 200, ...own };
  const others = METHODS.map((other) => [other, find(other, path)] as const);
  if (others.some(([, outcome]) => outcome === 'bad')) return { status: 400 };
  const allowed = METHODS.filter((other) => others.some(([name, outcome]) => name === other && outcome !== undefined));
  if (allowed.length === 0) return { status: 404 };
  const allow = METHODS.filter((other) => other === 'OPTIONS' || allowed.includes(other)).join(', ');
  return { status: method === 'OPTIONS' ? 204 : 405, allow };
}

function expectedAnswer(request: Request, fill: (text: string) => string): Answer {
  if (request.status !== 200) {
    return request.allow === undefined ? { status: request.status } : { status: request.status, allow: request.allow };
  }
  const params = Object.entries(request.params ?? {}).map(([name, value]) => [name, fill(value)] as const);
  return { status: 200, route: request.route ?? '', params: Object.fromEntries(params) };
}

describe.each(files)('%s', (file) => {
  const suites = JSON.parse(readFileSync(new URL(file, corpus), 'utf8')) as readonly Suite[];
  test.each(suites)('$description', ({ routes, requests }) => {
    const find = createFind(routes);
    for (const request of requests) {
      const fill = (text: string): string => text.replaceAll('§', 'x'.repeat(request.fill ?? 0));
      const [method, path] = splitRequest(fill(request.request));
      expect({ request: request.request, ...answer(find, method, path) }).toEqual({
        request: request.request,
        ...expectedAnswer(request, fill),
      });
    }
  });
});
