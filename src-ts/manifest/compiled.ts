/** What generated contract modules export, and what their functions give back. Types only. */

/** One place where a value does not fit its GType. */
export interface Issue {
  /** RFC 6901; the empty string is the root. */
  readonly pointer: string;
  /** A stable name for the kind of misfit. */
  readonly code: string;
  /** What was wanted, spelled as TypeScript. */
  readonly expected: string;
  /** What came instead, shortened. */
  readonly received: string;
  /** A sentence for people. */
  readonly message: string;
  /** What the sentence speaks of, such as `{ min: 3 }`, for texts in other languages. */
  readonly params?: Readonly<Record<string, string | number>>;
}

/** A value that fits, or everything that does not. */
export type Result<T = unknown> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly issues: readonly Issue[] };

/** Text as it came with the request: one value, several of the same name, or none. */
export type RawFields = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Makes a value from the tape of the reader, as integers and as doubles, and the text. Throws where it does not fit after all. */
export type BuildValue = (I: Int32Array, F: Float64Array, S: string) => unknown;

/** What generated modules carry for a type that can be read from its bytes. */
export interface ReaderSource {
  /** The type, as the native reader follows it. */
  readonly program: string;
  /** Gives the function that makes values; called once, before the first. */
  readonly build: () => BuildValue;
  /** What the issues of a text that does not fit are found by without `JSON.parse`; where it is not there, they are not. */
  readonly explain?: string;
}

/** A part of a request that comes as text before its body. */
export type HeadPosition = 'params' | 'query' | 'headers';

/** The generated functions of one handler. A position that was not declared has no function. */
export interface CompiledContract {
  readonly params?: (raw: RawFields) => Result;
  readonly query?: (raw: RawFields) => Result;
  readonly headers?: (raw: RawFields) => Result;
  /** Takes what `JSON.parse` gave; the value is owned and may be changed in place. */
  readonly body?: (value: unknown) => Result;
  /** The same from the bytes of a JSON text. */
  readonly reader?: ReaderSource;
  /** What does not fit in params, query and headers is found by it without JavaScript; a position that is not there is not. */
  readonly explains?: Readonly<Partial<Record<HeadPosition, string>>>;
  /** By status: the value as JSON text, projected on the contract. */
  readonly responses: Readonly<Record<string, (value: unknown) => string>>;
  /** By status, for answers that are streams: what writes one element. These statuses are not in `responses`. */
  readonly elements?: Readonly<Record<string, CompiledElements>>;
}

/** What the elements of a stream are written with. */
export interface CompiledElements {
  /** The element as JSON text, projected on the contract. */
  readonly write: (element: unknown) => string;
  /** The member whose text tells the kinds of elements apart: the name of a server-sent event. */
  readonly tag?: string;
}

/** All contracts of an app, by handler id. */
export type CompiledContracts = Readonly<Record<string, CompiledContract>>;

/** The generated functions of a single type. */
export interface CompiledType {
  readonly is: (value: unknown) => boolean;
  readonly validate: (value: unknown) => Result;
  readonly coerce: (value: unknown) => Result;
  readonly stringify: (value: unknown) => string;
}
