/**
 * The corpus that the Rust router is held to, held against Fastify's router as the Fastify host configures it.
 * The other half is `crates/gati-router/tests/conformance.rs`.
 */
import { readFileSync, readdirSync } from 'node:fs';
import type { HTTPMethod } from 'find-my-way';
import { describe, expect, test } from 'vitest';
import { createFind, splitRequest, type Find } from './fastify-router.js';

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

// The types of find-my-way do not list QUERY; its router does.
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY'] as readonly HTTPMethod[];

const corpus = new URL('./router/', import.meta.url);
const files = readdirSync(corpus).filter((name) => name.endsWith('.json'));

function answer(find: Find, method: HTTPMethod, path: string): Answer {
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
