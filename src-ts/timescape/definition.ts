/**
 * What a project's releases are to a running application: `AppDefinition.timescape`, written by `gatic build` and by
 * development. Types only. What happened to releases since (activations, labels, deprecations) is no part of it:
 * that is the state of the registry.
 */

import type { HandlerFunction } from '../api/handler.js';
import type { CompiledContract, Result } from '../manifest/compiled.js';
import type { RouteEntry } from '../manifest/manifest.js';
import type { BodyShape } from '../pipeline/body-shape.js';

/** How much a change asks of clients. */
export type Bump = 'none' | 'patch' | 'minor' | 'major';

/** One change of a release against the one before it, as `/versions` tells it. */
export interface ReleaseChange {
  /** A row of the rule table, such as `response.member.removed`. */
  readonly id: string;
  /** `GET /users/:id` or `GET /users/{id}`: how a parameter is spelled and called does not matter. */
  readonly route: string;
  readonly direction: 'request' | 'response' | 'operation';
  readonly path: string;
  readonly bump: Bump;
  /** One sentence for the changelog. */
  readonly text: string;
  /** Whether a person had to write a part of what carries old clients over it. */
  readonly transformer?: 'auto' | 'partial' | 'stub' | 'none';
  /** It holds for the clients of every release, whatever their contract says. */
  readonly applies?: 'all';
  /** Why it does. */
  readonly reason?: string;
  /** Requests of older clients that do not fit are refused from a day on. */
  readonly rejects?: { readonly from: string; readonly guide?: string };
}

/** A release that this application can serve. */
export interface ReleaseInfo {
  /** RFC 3339 in UTC, whole seconds, ending in `Z`. Unique. */
  readonly id: string;
  /** Of the application, `1.4.0`. */
  readonly semver: string;
  /** Against the release before it. */
  readonly bump: Bump;
  readonly changes: readonly ReleaseChange[];
  /** A sentence of the people who made it. */
  readonly note?: string;
}

/**
 * The positions of a request. On the way in they are what the validators of the client's contract made of them (text
 * has become numbers, bytes and dates), with the names of that contract; on the way out, what the handler's contract
 * makes of them, with its names. `params` are named by the path they belong to: where a release calls a parameter
 * otherwise than the handler does, `up` renames it.
 */
export interface RequestParts {
  readonly params: unknown;
  readonly query: unknown;
  /** Names in small letters. What is given back is laid over the headers of the request. */
  readonly headers: unknown;
  /** Owned by the request: it may be changed in place. */
  readonly body: unknown;
}

/** How an answer of the handler becomes one of an older contract. */
export interface DownAnswer {
  /** The status that the client's contract has for it. */
  readonly status: number;
  /**
   * What the handler answered, as the client's contract has it: a projection, in which nothing is that the contract does
   * not declare. It is given values as handlers make them (dates are `Date`), or a problem document, and must not change
   * them. Absent: the value is the same.
   */
  readonly value?: (value: unknown) => unknown;
  /** The same for one element of a stream, an async iterable for example; then there is no `value`. */
  readonly element?: (element: unknown) => unknown;
}

/** A rule of a later release that holds for clients who do not know it. */
export interface ImposedRule {
  /** Looks at `{ params, query, headers, body }`, at nothing but what the rule is about. */
  readonly check: (parts: unknown) => Result;
  /** What it says, in a sentence of the changelog. */
  readonly text: string;
  /** The release that brought it; `undefined` for one that is not made yet. */
  readonly release: string | undefined;
  /** When it begins to hold, in milliseconds since 1970; absent: it always does. */
  readonly from?: number;
  /** What those who are refused should do instead. */
  readonly guide?: string;
}

/** The way up as far as a release whose rules hold for everybody, and these rules. */
export interface ImposedStage {
  /** From the stage before, or from the client. Absent: the parts are the same. */
  readonly up?: VersionedContract['up'];
  /** Where a place of that release is in the stage before. */
  readonly pointer?: VersionedContract['pointer'];
  readonly rules: readonly ImposedRule[];
}

/**
 * One shape of a contract that clients of older releases were written against, and the way from there to the handler
 * of today. Releases and routes whose contracts have the same shape, and lead to the same handler, have one entry.
 */
export interface VersionedContract {
  /** The name of the transformer, for errors and logs: `GET /users/:id 2026-01-10T08:00:00Z`, say. */
  readonly transformer: string;
  /** The path of the route in the old releases: the names of its parameters are those of `contract.params`. */
  readonly path: string;
  /** The id of the handler of today, in the manifest; or a handler that is kept because today has none. */
  readonly target: string | HandlerFunction;
  /** Validators and serialisers of the old contract. */
  readonly contract: CompiledContract;
  /** What the old contract says of the body, as `bodyShapeOf` of `/tooling` reads it. */
  readonly body: BodyShape;
  /** Absent: a request that fits the old contract is one that the handler knows. */
  readonly up?: (parts: RequestParts) => RequestParts;
  /** What is looked at on the way up; `up` then begins where the last of them ends. */
  readonly stages?: readonly ImposedStage[];
  /** By the status that the handler answers with. An answer of another status leaves as it is. */
  readonly down?: Readonly<Record<number, DownAnswer>>;
  /** Whether a person wrote a part of `up` or `down`: then its time and the size of what it makes are capped. */
  readonly custom?: boolean;
  /**
   * Where an issue that was found in what `up` made is in what the client sent. A place is the position and the JSON Pointer
   * in it: `body/fullName` is `body/name`. A place that is not known is given back as it is.
   */
  readonly pointer?: (place: string) => string;
  /** Where the handler goes on getting what its contract refuses: it was decided that such requests are served as before. */
  readonly spared?: readonly SparedPlace[];
}

/** A place of a request that the handler's contract is not held to. */
export interface SparedPlace {
  /** Position and JSON Pointer, with `*` for every item: `body/name`. */
  readonly at: string;
  /** Where a place of the handler's request was in the contract that `at` speaks of; absent where nothing got another name. */
  readonly pointer?: (place: string) => string;
}

/** An entry whose code is loaded when a client asks for it. */
export interface ContractLater {
  /** As in the entry itself. */
  readonly transformer: string;
  /** The id of the handler of today; nothing where today has none. */
  readonly target?: string;
  /** Loads the entry. It is told how often that has failed before. */
  readonly load: (attempt: number) => Promise<VersionedContract>;
}

/**
 * What one release has for a route: the key of an entry; `true` where its contract has the shape of today's; `null`
 * where the release does not have the route.
 */
export type RouteOfRelease = string | true | null;

/** One route, over all releases. */
export interface VersionedRoute {
  /** The id of the handler that serves it today; `null` where only older releases have it. */
  readonly head: string | null;
  /** How to route requests to it. Needed where `head` is null: the row of the newest release that had it. */
  readonly entry?: RouteEntry;
  /** One for each release, in the order of `releases`. */
  readonly byRelease: readonly RouteOfRelease[];
}

/** The releases of a project, ready to be served. */
export interface TimescapeDefinition {
  /** Ascending by id. Without any, every client gets what the working tree has and no header is looked at. */
  readonly releases: readonly ReleaseInfo[];
  readonly entries: Readonly<Record<string, VersionedContract | ContractLater>>;
  /** By `routeKey`: `GET /users/{}`, `GET /files/{*}`. Every route of today and of every release. */
  readonly routes: Readonly<Record<string, VersionedRoute>>;
  /** The text of the OpenAPI document of a release, by id; absent where none can be made. */
  readonly openapi?: (release: string) => string | undefined;
}
