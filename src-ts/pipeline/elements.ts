/**
 * Answers that are streams of elements: each is written by the contract, as one line or one event. The head leaves with the
 * first element; what fails before that is an ordinary answer with a status, and what fails later is said in the stream.
 */

import { idOf } from '../api/tracked.js';
import type { CompiledElements } from '../manifest/compiled.js';
import { cleanUp, finish, unserializable } from './answer.js';
import { formatFor, type ElementFormat } from './element-format.js';
import { ElementStream, nextOf, release, type ElementSource } from './element-stream.js';
import type { Exchange } from './exchange.js';
import { codeOf, fail, logFault, problemFor, writeProblem } from './fail.js';
import { Answer } from './states.js';
import { iteratorOf } from './streams.js';

/** Milliseconds after which the head leaves without an element, so that the client knows it was heard. */
const patience = 1000;

/** Milliseconds without an event after which a comment is sent: proxies close what is idle for a minute. */
const heartbeatInterval = 15_000;

/**
 * Answers with elements, if the contract has a stream for the status and the answer is one with a body. Throws what
 * is wrong with the answer.
 */
export function concludeElements(exchange: Exchange): boolean {
  const { plan, res } = exchange;
  if (res.kind !== Answer.stream && res.kind !== Answer.json) return false;
  const code = res.code === 0 ? plan.defaultStatus : res.code;
  const { version } = plan;
  const status = version === undefined ? code : version.status(code);
  const elements = plan.elements?.[status];
  if (elements === undefined) return false;
  // A list of an old release's handler may have become a stream, or the other way round.
  const value = version === undefined ? res.value : version.elements(code, res.value);
  const iterator = iteratorOf(value, version !== undefined);
  if (iterator === undefined) {
    const found = value === null ? 'null' : typeof value === 'object' ? 'one value' : `a ${typeof value}`;
    throw unserializable(
      exchange,
      code,
      new TypeError(`the contract has a stream of elements, and the answer is ${found}`),
    );
  }
  const format = formatFor(res, exchange.arrival.headers.accept);
  if (exchange.req.method === 'HEAD') {
    release(iterator);
    describe(exchange, format);
    finish(exchange);
    exchange.runtime.host.send(exchange, status, undefined, null);
    cleanUp(exchange);
    return true;
  }
  open(exchange, iterator, { code, status, elements, format });
  return true;
}

/** What a stream is sent with. */
interface Sending {
  /** The handler's status, and the one the client's contract has for it. */
  readonly code: number;
  readonly status: number;
  readonly elements: CompiledElements;
  readonly format: ElementFormat;
}

/** Waits for the first element, within the deadline of the request, and for no longer than {@link patience}. */
function open(exchange: Exchange, iterator: AsyncIterator<unknown>, sending: Sending): void {
  const { runtime } = exchange;
  if (!exchange.waiting) runtime.deadlines.add(exchange);
  let isSettled = false;
  const first = nextOf(iterator);
  const source = sourceOf(exchange, iterator, first, sending);
  /** Only the first of all that may come of it counts. */
  const settle = (then: () => void): void => {
    clearTimeout(timer);
    if (isSettled) return;
    isSettled = true;
    then();
  };
  const start = (opening: string, write: ElementSource['write']): void => {
    // The time of the request is over.
    if (exchange.over) {
      release(iterator);
      return;
    }
    describe(exchange, sending.format);
    finish(exchange);
    runtime.host.onClose(exchange, () => cleanUp(exchange));
    const stream = new ElementStream({ ...source, write });
    if (opening !== '') stream.push(opening);
    runtime.host.sendStream(exchange, sending.status, stream);
  };
  // A comment makes the head leave; lines have none, and their head waits for the first.
  const timer = setTimeout(() => settle(() => start(sending.format.heartbeat ?? '', source.write)), patience);
  runtime.host.onClose(exchange, () =>
    settle(() => {
      release(iterator);
      if (exchange.over) return;
      finish(exchange);
      cleanUp(exchange);
    }),
  );
  first.then(
    (result) =>
      settle(() => {
        let written: string | undefined;
        try {
          if (result.done !== true) written = source.write(result.value);
        } catch (error) {
          release(iterator);
          fail(exchange, error);
          return;
        }
        start('', (element) => {
          const text = written ?? source.write(element);
          written = undefined;
          return text;
        });
      }),
    (error: unknown) => settle(() => fail(exchange, error)),
  );
}

function sourceOf(
  exchange: Exchange,
  iterator: AsyncIterator<unknown>,
  first: Promise<IteratorResult<unknown>>,
  { code, elements, format }: Sending,
): ElementSource {
  const { tag, write } = elements;
  const down = exchange.plan.version?.element(code);
  return {
    iterator,
    first,
    write: (element) => {
      const made = down === undefined ? element : down(exchange, element);
      let text: string | undefined;
      try {
        if (made instanceof Uint8Array) throw new TypeError('bytes are no element');
        text = write(made);
      } catch (cause) {
        throw unserializable(exchange, code, cause);
      }
      if (typeof text !== 'string')
        throw unserializable(exchange, code, new TypeError(`a ${typeof made} has no JSON form`));
      const kind = tag === undefined ? undefined : (made as Readonly<Record<string, unknown>>)[tag];
      return format.element(text, typeof kind === 'string' ? kind : undefined, idOf(element));
    },
    failed: (error) => {
      const problem = problemFor(exchange, error);
      exchange.errorCode = codeOf(problem);
      logFault(exchange, error, problem.status);
      return format.problem(writeProblem(exchange, problem));
    },
    endsInOrder: format.tellsProblems,
    heartbeat: format.heartbeat === undefined ? undefined : { text: format.heartbeat, interval: heartbeatInterval },
  };
}

/** Sets the headers of a stream that nobody has set. */
function describe({ res }: Exchange, { contentType, headers }: ElementFormat): void {
  if (res.getHeader('content-type') === undefined) res.header('content-type', contentType);
  for (const [name, value] of Object.entries(headers)) if (res.getHeader(name) === undefined) res.header(name, value);
  res.header('vary', [res.getHeader('vary') ?? [], 'Accept'].flat().join(', '));
}
