/** `@gati-framework/core/testing`: an application in a test, with its real pipeline and without a network. */

import type { Readable } from 'node:stream';

import type { InjectOptions, InjectResponse } from './api/inject.js';
import { createApp, type AppOptions, type GatiApp } from './app.js';
import type { AppDefinition } from './definition.js';

export type { AppOptions, GatiApp } from './app.js';
export type { InjectOptions, InjectRequest, InjectResponse } from './api/inject.js';

/** Which application a test is about. */
export interface TestAppOptions extends AppOptions {
  /** The folder of the project; the current one unless given. */
  readonly root?: string;
  /** The folder of handlers within it. */
  readonly handlers?: string;
  /** An application that is already loaded, instead of `root`. */
  readonly definition?: AppDefinition;
}

/** What goes with a request. */
export interface TestRequest {
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  /** Sent as `application/json`. */
  readonly json?: unknown;
  /** Sent as it is, a stream while it comes. */
  readonly body?: string | Uint8Array | Readable | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;
}

/** What came back. */
export interface TestResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>;
  readonly text: string;
  /** The parsed body. */
  json<T = unknown>(): T;
}

/** An application under test. */
export interface TestApp {
  request(method: string, url: string, options?: TestRequest): Promise<TestResponse>;
  inject(options: InjectOptions): Promise<InjectResponse>;
  readonly gctx: GatiApp['gctx'];
  readonly app: GatiApp;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Loads and starts an application. Close it at the end of the test, or declare it with `await using`. */
export async function createTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const definition = options.definition ?? (await load(options));
  const app = createApp(definition, options);
  await app.start();
  return {
    app,
    gctx: app.gctx,
    inject: (request) => app.inject(request),
    close: () => app.close(),
    [Symbol.asyncDispose]: () => app.close(),
    async request(method, url, { headers, query, json, body } = {}) {
      const response = await app.inject({
        method,
        url,
        headers: { ...(json === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(query === undefined ? {} : { query: query as Record<string, string | string[]> }),
        ...(json === undefined ? (body === undefined ? {} : { payload: body }) : { payload: JSON.stringify(json) }),
      });
      return {
        status: response.statusCode,
        headers: response.headers,
        text: response.body,
        json: <T>() => response.json<T>(),
      };
    },
  };
}

async function load(options: TestAppOptions): Promise<AppDefinition> {
  // Only a project under development needs the loader, and with it the native addon.
  const { loadProject } = await import('./project/project.js');
  return loadProject({
    root: options.root ?? process.cwd(),
    mode: 'test',
    ...(options.handlers === undefined ? {} : { handlers: options.handlers }),
  });
}
