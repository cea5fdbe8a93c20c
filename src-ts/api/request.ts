/** What a handler reads. */

import type { IncomingMessage } from 'node:http';

/** The positions of a request a handler can declare. */
export interface RequestShape {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly headers?: unknown;
  readonly body?: unknown;
}

/** Query values as they come when no type is declared: a repeated name gives an array. */
export type RawQuery = Readonly<Record<string, string | string[] | undefined>>;

/** Header values as Node gives them, with lower-case names. */
export type RawHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** A declared position, or what it is without a declaration. */
type Declared<Shape, Name extends string, Otherwise> = Name extends keyof Shape ? Shape[Name] : Otherwise;

/** A request whose declared positions have passed validation. */
export interface Request<Shape extends RequestShape = {}> {
  readonly method: string;
  /** The path with its query, as the client sent it. */
  readonly url: string;
  /** The path without the query. */
  readonly path: string;
  readonly params: Declared<Shape, 'params', Readonly<Record<string, string>>>;
  readonly query: Declared<Shape, 'query', RawQuery>;
  readonly headers: Shape extends { readonly headers: infer Headers }
    ? Headers & Readonly<Record<string, unknown>>
    : RawHeaders;
  readonly body: Declared<Shape, 'body', unknown>;
  readonly cookies: Readonly<Record<string, string>>;
  /** The address of the client. Proxy headers count only with the `trustProxy` setting. */
  readonly ip: string;
  /** The body as it came, when there was one. */
  readonly rawBody: Buffer | undefined;
  /** Node's own request. */
  readonly raw: IncomingMessage;
}
