/** Requests without a network: through the whole pipeline, under any host. */

/** A request. A string is the path of a GET. */
export type InjectOptions = string | InjectRequest;

/** A request, written out. */
export interface InjectRequest {
  /** GET unless said otherwise. */
  readonly method?: string;
  /** The path with its query. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string | number | string[]>>;
  /** Added to the query of `url`. */
  readonly query?: Readonly<Record<string, string | string[]>>;
  readonly cookies?: Readonly<Record<string, string>>;
  /** The body: text, bytes and streams of them are sent as they are, any other object as JSON. */
  readonly payload?: string | Uint8Array | object;
  /** The address the request seems to come from. */
  readonly remoteAddress?: string;
}

/** An answer. */
export interface InjectResponse {
  readonly statusCode: number;
  readonly statusMessage: string;
  readonly headers: Readonly<Record<string, string | number | string[] | undefined>>;
  /** The body as text. */
  readonly body: string;
  /** The body as bytes. */
  readonly rawPayload: Buffer;
  /** The body read as JSON. */
  json<T = unknown>(): T;
}
