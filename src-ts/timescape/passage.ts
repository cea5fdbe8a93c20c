/**
 * The way between a client's contract and the handler of today: the request up, the answer down. What a transformer
 * does wrong is a fault of the server, and says which transformer it was.
 */

import { GatiError, type LocatedIssue } from '../errors/gati-error.js';
import { HttpError } from '../errors/http-error.js';
import type { Problem } from '../errors/problem.js';
import type { CompiledContract } from '../manifest/compiled.js';
import { checkAnswer } from '../pipeline/answer.js';
import type { Exchange } from '../pipeline/exchange.js';
import type { RawHeaders } from '../api/request.js';
import type { PipelineResponse } from '../pipeline/response.js';
import type { PlanVersion } from '../pipeline/version.js';
import type { RequestParts, VersionedContract } from './definition.js';
import { impose } from './imposed.js';
import { pathFor } from './route-key.js';
import { isLarger } from './size.js';
import { suffixed, tagSuffix, withoutSuffix } from './tags.js';

/** What goes with a passage. */
export interface PassageOptions {
  readonly entry: VersionedContract;
  /** Milliseconds and bytes that hand-written parts may take; 0 is no limit. */
  readonly limits: { readonly time: number; readonly size: number };
  /** The names of the path's parameters in the old release, and those of today in the same order; none where they are equal. */
  readonly renamed: readonly (readonly [old: string, today: string])[];
  /** Checks what `up` made of a body, where that can be done a second time. */
  readonly check: CompiledContract['body'];
  /** By status: what writes the handler's own answers, where these are held to its contract. */
  readonly written: CompiledContract['responses'];
  /** The same for the elements of streams. */
  readonly writtenElements: NonNullable<CompiledContract['elements']>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Where the handler is today, with what all routes begin with; `undefined` where that is the client's path. */
  readonly moved: { readonly path: string; readonly base: string } | undefined;
}

/** Headers that name tags of answers from before. */
const conditions = ['if-none-match', 'if-match'] as const;

/** Headers that ask for a part of an answer. */
const ranges = ['range', 'if-range'] as const;

/** Implements {@link PlanVersion}. */
export class Passage implements PlanVersion {
  readonly #options: PassageOptions;
  readonly #suffix: string;
  /** Whether answers become others: bytes of the handler's are not bytes of the client's then. */
  readonly #isRewritten: boolean;

  constructor(options: PassageOptions) {
    this.#options = options;
    this.#isRewritten = Object.entries(options.entry.down ?? {}).some(
      ([status, { value, element }]) => status.startsWith('2') && (value ?? element) !== undefined,
    );
    this.#suffix = tagSuffix(options.entry.transformer);
  }

  lift = (exchange: Exchange): void => {
    const { req } = exchange;
    const { entry, renamed, check } = this.#options;
    for (const name of conditions) {
      const tags = exchange.header(name);
      if (tags !== undefined) req.headers = { ...req.headers, [name]: withoutSuffix(tags, this.#suffix) };
    }
    if (this.#isRewritten && ranges.some((name) => exchange.header(name) !== undefined)) {
      // A part of another text would be no part of this one: all of it is sent (RFC 9110, section 14.2).
      const { range: _range, 'if-range': _condition, ...others } = req.headers;
      req.headers = others;
    }
    const { stages } = entry;
    if (entry.up === undefined && stages === undefined) {
      if (renamed.length > 0) req.params = rename(req.params as Readonly<Record<string, unknown>>, renamed);
      this.#move(exchange);
      return;
    }
    const { up } = entry;
    const given: RequestParts = { params: req.params, query: req.query, headers: req.headers, body: req.body };
    const run = <T>(transform: () => T): T => this.#run(transform);
    const allowed = stages === undefined ? given : impose(stages, given, { exchange, run, now: this.#options.now });
    const made = up === undefined ? allowed : this.#run(() => up(allowed));
    if (typeof made !== 'object' || made === null || 'then' in made)
      throw this.#failed(new TypeError('up has to give back the parts of a request, and not to be asynchronous'));
    req.params = made.params;
    req.query = made.query;
    req.body = made.body;
    if (made.headers !== given.headers)
      req.headers = { ...(given.headers as RawHeaders), ...(made.headers as RawHeaders) };
    this.#move(exchange);
    if (check === undefined) return;
    const result = check(made.body);
    if (result.ok) {
      // What a partial document leaves out stays as it is, and has no default.
      if (req.method !== 'PATCH') req.body = result.value;
      return;
    }
    const wrong = result.issues.filter(({ pointer }) => !isSpared(entry, `body${pointer}`));
    if (wrong.length > 0) throw this.#misfit(wrong.map((issue): LocatedIssue => ({ in: 'body', ...issue })));
  };

  /** Whoever decides by the path who may do what, decides by that of the handler: an old one must not lead around it. */
  #move({ req }: Exchange): void {
    const { moved } = this.#options;
    if (moved === undefined) return;
    const path = pathFor(moved.path, req.params);
    if (path === undefined) return;
    const query = req.url.indexOf('?');
    req.url = `${moved.base}${path}${query === -1 ? '' : req.url.slice(query)}`;
  }

  located = (issues: readonly LocatedIssue[]): readonly LocatedIssue[] => {
    const { entry, renamed } = this.#options;
    const { pointer, up, stages } = entry;
    // Without `up` the parameters of the path are the only ones that have other names.
    const names = up === undefined && stages === undefined ? renamed : [];
    if (pointer === undefined && names.length === 0) return issues;
    return issues.map((issue) => {
      const found = names.find(([, today]) => issue.in === 'params' && issue.pointer === `/${escape(today)}`);
      const place = issue.in + issue.pointer;
      const moved = found === undefined ? (pointer?.(place) ?? place) : `params/${escape(found[0])}`;
      const slash = moved.indexOf('/');
      const position = (slash === -1 ? moved : moved.slice(0, slash)) as LocatedIssue['in'];
      return { ...issue, in: position, pointer: slash === -1 ? '' : moved.slice(slash) };
    });
  };

  status = (status: number): number => this.#options.entry.down?.[status]?.status ?? status;

  value = (exchange: Exchange, status: number, value: unknown): unknown => {
    // A mistake of the handler is said to be one before a transformer meets it.
    const write = this.#options.written[status];
    if (write !== undefined && value !== undefined) checkAnswer(exchange, status, value, write);
    const down = this.#options.entry.down?.[status]?.value;
    return down === undefined ? value : this.#run(() => down(value));
  };

  describe = (res: PipelineResponse): void => {
    const tag = res.fields?.['etag'];
    if (res.fields !== null && typeof tag === 'string') res.fields['etag'] = suffixed(tag, this.#suffix);
    if (this.#isRewritten) (res.fields ??= {})['accept-ranges'] = 'none';
  };

  elements = (status: number, value: unknown): unknown => {
    const down = this.#options.entry.down?.[status]?.value;
    return down === undefined ? value : this.#run(() => down(value));
  };

  isWhole = (status: number): boolean => this.#options.entry.down?.[status]?.value !== undefined;

  element = (status: number): ((exchange: Exchange, element: unknown) => unknown) | undefined => {
    const down = this.#options.entry.down?.[status]?.element;
    const write = this.#options.writtenElements[status]?.write;
    if (down === undefined) return undefined;
    return (exchange, element) => {
      if (write !== undefined) checkAnswer(exchange, status, element, write);
      return this.#run(() => down(element));
    };
  };

  stream = (status: number, stream: object): object => {
    const element = this.#options.entry.down?.[status]?.element;
    // Text and bytes are sent as they are, whatever the release.
    if (element === undefined || !isOfElements(stream)) return stream;
    return this.#elements(stream, element);
  };

  problem = (exchange: Exchange, problem: Problem): Problem => {
    const answer = this.#options.entry.down?.[problem.status];
    if (answer === undefined) return problem;
    const { value, status } = answer;
    let document = problem.document;
    if (value !== undefined) {
      try {
        const made = this.#run(() => value(problem.document));
        if (typeof made !== 'object' || made === null) throw this.#failed(new TypeError('it made no document'));
        document = { ...basicsOf(problem), ...made };
      } catch (err) {
        // The client still learns what happened, and nothing that its release does not know.
        exchange.lctx.logger.error({ err }, 'a problem could not be said as an older release says it');
        document = basicsOf(problem);
      }
    }
    if (Object.hasOwn(document, 'status') && document['status'] !== status) document = { ...document, status };
    return { ...problem, status, document };
  };

  async *#elements(stream: AsyncIterable<unknown>, down: (element: unknown) => unknown): AsyncGenerator<unknown> {
    for await (const element of stream) {
      if (typeof element === 'string' || element instanceof Uint8Array) yield element;
      else yield this.#run(() => down(element));
    }
  }

  /** Runs a transformer within its limits. */
  #run<T>(transform: () => T): T {
    const { entry, limits } = this.#options;
    const isCapped = entry.custom === true;
    const begun = isCapped ? performance.now() : 0;
    let made: T;
    try {
      made = transform();
    } catch (cause) {
      // A person may have decided that the request is refused.
      if (cause instanceof HttpError) throw cause;
      if (isUnfollowed(cause)) throw unfollowed(cause.unfollowed);
      throw this.#failed(cause);
    }
    if (!isCapped) return made;
    if (limits.time > 0 && performance.now() - begun > limits.time) throw this.#over(`${limits.time} ms`);
    if (limits.size > 0 && isLarger(made, limits.size)) throw this.#over(`${limits.size} bytes`);
    return made;
  }

  #failed(cause: unknown): GatiError {
    return new GatiError('GATI_TRANSFORM_FAILED', { values: this.#named(), extensions: this.#named(), cause });
  }

  #misfit(issues: readonly LocatedIssue[]): GatiError {
    const count = issues.length === 1 ? '1 issue' : `${issues.length} issues`;
    // What does not fit is for the log: it has the names of another contract than the client's.
    const cause = new GatiError('GATI_VALIDATION_FAILED', { values: { count }, issues });
    return new GatiError('GATI_TRANSFORM_MISFIT', { values: this.#named(), extensions: this.#named(), cause });
  }

  #over(limit: string): GatiError {
    const values = { ...this.#named(), limit };
    return new GatiError('GATI_TRANSFORM_LIMIT', { values, extensions: this.#named() });
  }

  #named(): { readonly transformer: string } {
    return { transformer: this.#options.entry.transformer };
  }
}

/** What printed transformers throw where an operation of a JSON Patch cannot be carried over. */
function isUnfollowed(cause: unknown): cause is { readonly unfollowed: string } {
  return cause instanceof Error && typeof (cause as { unfollowed?: unknown }).unfollowed === 'string';
}

function unfollowed(pointer: string): GatiError {
  const issue: LocatedIssue = {
    in: 'body',
    pointer,
    code: 'patch.unfollowed',
    expected: pointer.endsWith('/value') ? 'a value that can be carried over' : 'a place that can be carried over',
    received: 'one that cannot',
    message: 'has no counterpart today that could be told without the document',
  };
  return new GatiError('GATI_TRANSFORM_UNFOLLOWED', { values: { place: pointer }, issues: [issue] });
}

/** What every problem says, whatever the contract of its status. */
function basicsOf({ document }: Problem): Record<string, unknown> {
  const basics: Record<string, unknown> = {};
  for (const name of ['type', 'title', 'status', 'detail', 'code', 'requestId'])
    if (document[name] !== undefined) basics[name] = document[name];
  return basics;
}

/** Whether it was decided that the handler gets what its contract refuses there. */
function isSpared({ spared = [] }: VersionedContract, place: string): boolean {
  return spared.some(({ at, pointer }) => {
    const wanted = at.split('/');
    const pieces = (pointer?.(place) ?? place).split('/');
    return wanted.length <= pieces.length && wanted.every((piece, index) => piece === '*' || piece === pieces[index]);
  });
}

function escape(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The same values under other names; others stay. */
export function rename(
  values: Readonly<Record<string, unknown>>,
  names: readonly (readonly [from: string, to: string])[],
): Record<string, unknown> {
  const renamed: Record<string, unknown> = {};
  const moved = new Map(names);
  for (const [name, value] of Object.entries(values)) renamed[moved.get(name) ?? name] = value;
  return renamed;
}

/** Whether a stream can have elements that are neither text nor bytes. */
function isOfElements(stream: object): stream is AsyncIterable<unknown> {
  if (typeof (stream as AsyncIterable<unknown>)[Symbol.asyncIterator] !== 'function') return false;
  return (stream as { readableObjectMode?: boolean }).readableObjectMode !== false;
}
