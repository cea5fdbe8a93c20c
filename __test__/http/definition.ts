/** Application definitions made by hand, for tests of the pipeline: the contracts are plain functions. */

import { Writable } from 'node:stream';

import { pino } from 'pino';

import { createApp, type GatiApp } from '../../src-ts/app.js';
import type { GatiConfig } from '../../src-ts/api/config.js';
import type { Logger } from '../../src-ts/api/contexts.js';
import type { HandlerFunction } from '../../src-ts/api/handler.js';
import type { AppDefinition, LoadedModule, Mode } from '../../src-ts/definition.js';
import type { CompiledContract, Issue, Result } from '../../src-ts/manifest/compiled.js';
import type { ContractJson, ManifestHandler, RouteEntry } from '../../src-ts/manifest/manifest.js';
import { serverEnv } from './server-env.js';

/** One route: its handler, and what there is of a contract. */
export interface RouteInput {
  readonly handler: HandlerFunction;
  readonly contract?: Partial<CompiledContract>;
  readonly types?: Partial<ContractJson>;
}

export interface DefinitionInput {
  readonly routes: Readonly<Record<string, HandlerFunction | RouteInput>>;
  readonly config?: GatiConfig;
  readonly modules?: readonly LoadedModule[];
  readonly mode?: Mode;
  readonly root?: string;
}

/** A definition of routes such as `'GET /users/:id'`. */
export function define({
  routes,
  config = {},
  modules = [],
  mode = 'test',
  root = '/nowhere',
}: DefinitionInput): AppDefinition {
  const handlers: Record<string, HandlerFunction> = {};
  const contracts: Record<string, CompiledContract> = {};
  const manifest: ManifestHandler[] = [];
  const table: RouteEntry[] = [];
  for (const [id, input] of Object.entries(routes)) {
    const route: RouteInput = typeof input === 'function' ? { handler: input } : input;
    const [method = '', path = ''] = id.split(' ');
    handlers[id] = route.handler;
    contracts[id] = { responses: {}, ...route.contract };
    const { responses: written = {}, elements } = contracts[id] ?? {};
    const responses =
      route.types?.responses ?? Object.keys({ ...written, ...elements }).map((status) => ({ status: Number(status) }));
    manifest.push({
      id,
      method,
      path,
      source: { file: 'src/handlers/test.ts', export: 'handler', line: 1, column: 1 },
      contract: { ...route.types, responses },
    });
    const catchAll = /\/\*(\w+)$/.exec(path)?.[1];
    table.push({
      id,
      method,
      path,
      params: [...path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? ''),
      ...(catchAll === undefined ? {} : { catchAll }),
    });
  }
  return {
    manifest: { manifest: 1, types: {}, handlers: manifest, modules: [] },
    contracts,
    routes: { routes: table },
    handlers,
    modules,
    config,
    mode,
    root,
  };
}

export function issue(pointer: string, expected: string, received: string): Issue {
  return { pointer, code: 'type', expected, received, message: `expected ${expected}, got ${received}` };
}

/** `{ name: string; age: number }`, undeclared keys stripped. */
export function userBody(value: unknown): Result {
  if (typeof value !== 'object' || value === null) return { ok: false, issues: [issue('', 'User', typeof value)] };
  const { name, age } = value as { name?: unknown; age?: unknown };
  const issues: Issue[] = [];
  if (typeof name !== 'string') issues.push(issue('/name', 'string', typeof name));
  if (typeof age !== 'number') issues.push(issue('/age', 'number', typeof age));
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: { name, age } };
}

/** `{ id: number }` out of text. */
export function numericId(raw: Readonly<Record<string, string | readonly string[] | undefined>>): Result {
  const id = Number(raw['id']);
  return Number.isInteger(id)
    ? { ok: true, value: { id } }
    : { ok: false, issues: [issue('/id', 'number', JSON.stringify(raw['id']))] };
}

/** A logger that keeps its lines. */
export function memoryLogger(): { readonly logger: Logger; readonly lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      for (const line of chunk.toString().split('\n'))
        if (line !== '') lines.push(JSON.parse(line) as Record<string, unknown>);
      done();
    },
  });
  return { logger: pino({ level: 'trace' }, sink), lines };
}

/** Codes of the errors that were logged. */
export function loggedCodes(lines: readonly Record<string, unknown>[]): string[] {
  return lines.flatMap((line) => {
    const code = (line['err'] as { code?: string } | undefined)?.code;
    return code === undefined ? [] : [code];
  });
}

/** An application of routes and settings, and the lines of its log. */
export function appOf(
  routes: Record<string, HandlerFunction>,
  config: GatiConfig = {},
): { app: GatiApp; lines: Record<string, unknown>[] } {
  const { logger, lines } = memoryLogger();
  return { app: createApp(define({ routes, config }), { logger, env: serverEnv }), lines };
}
