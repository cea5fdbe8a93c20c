/**
 * A listener of the addon and what it shares with JavaScript: each turn of the event loop brings records of requests in one
 * buffer, and takes records of answers from another.
 */

import type { GatiError } from '../../errors/gati-error.js';
import { nativeHost, type NativeHostObject, type NativeReaderObject } from '../../native/index.js';
import { nextRequestId } from '../../pipeline/request-id.js';
import type { Address } from '../host.js';
import { invalidTls } from '../tls.js';
import { AnswerWriter } from './answers.js';
import { Lessons } from './lessons.js';
import type { NativeTlsOptions } from './options.js';
import { Arrived, Control, PieceWord, RequestWord } from './packed.js';
import { PackedRequest, type ClientAddress } from './packed-request.js';
import type { Recording } from './recording.js';
import { Tapes, turnOf, type RequestTurn, type Turn } from './turn.js';

/** Bytes of the buffer of requests, which has to hold the largest head beside a body. */
const requestsSize = 524_288;
/** Bytes of the buffer of answers. */
const answersSize = 262_144;

/** Why a body is not complete, in the words of the addon. */
const bodyIncomplete = 4;

/** What takes the requests. */
export interface Arrivals {
  readonly clientAddress: ClientAddress;
  /** Whether nobody wants to see requests that are refused before any handler. */
  readonly answersAlone: boolean;
  /** Takes a request whose record begins at a word of the turn. */
  arrive(door: Door, request: PackedRequest, turn: Turn, base: number): void;
  /** Why a body is not complete, by its number. */
  failureOf(reason: number): GatiError;
}

/** An answer that is given again. */
export interface KeptPage {
  /** The path as requests spell it. */
  readonly path: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  /** What `If-None-Match` is compared with. */
  readonly tag?: string | undefined;
  /** The only second since 1970 in which it holds. */
  readonly second?: number | undefined;
  /** Whether the answer says the id that a client gave its request. */
  readonly saysRequestId?: boolean;
}

/** Makes what records the requests of a door. `ask` has the addon tell what it has counted. */
export type RecordingOf = (writer: AnswerWriter, ask: () => void) => Recording;

/** Where requests come in and answers leave. */
export class Door {
  readonly writer: AnswerWriter;
  readonly lessons: Lessons;
  /** What ids begin with that the addon gives to requests it answers as was answered before. */
  readonly idPrefix: string = nextRequestId();
  /** Where bodies lie that were read before they came here. */
  readonly tapes: Tapes = new Tapes();
  /** What is recorded of the requests that come in here. */
  readonly recording: Recording | undefined;
  readonly #native: NativeHostObject;
  readonly #arrivals: Arrivals;
  readonly #requests: RequestTurn = { ...turnOf(requestsSize), serial: 0, text: '' };
  readonly #answers: Turn = turnOf(answersSize);
  readonly #control = new Uint32Array(4);
  /** The requests of this turn. */
  readonly #current: PackedRequest[] = [];
  /** Requests that outlived their turn, by their keys: those of one connection have the same slot. */
  readonly #kept = new Map<number, PackedRequest>();
  #onClosed: (() => void) | undefined;

  /** `options` is what the addon is told once, as JSON. Nothing is opened. */
  constructor(options: string, table: string, arrivals: Arrivals, record?: RecordingOf) {
    this.#native = nativeHost(options);
    this.#arrivals = arrivals;
    this.writer = new AnswerWriter(this.#answers, this.#control, this.#native);
    this.lessons = new Lessons({
      teach: (lesson, engine, program) => this.#native.teach(lesson, engine as NativeReaderObject | undefined, program),
      forget: () => this.#native.forget(),
    });
    this.#native.install(table);
    this.recording = record?.(this.writer, () => this.#native.askCounts());
  }

  /** Other routes from now on; the table is JSON. */
  install(table: string): void {
    this.lessons.forget();
    this.#native.install(table);
  }

  /** Other certificates for those who connect from now on. Throws where they cannot be used. */
  secure(tls: NativeTlsOptions): void {
    try {
      this.#native.secure(JSON.stringify(tls));
    } catch (cause) {
      throw invalidTls(cause);
    }
  }

  /** Gives an answer to later requests of a route and a path, too, until `forgetPages`. */
  keepPage(route: number, { body, ...head }: KeptPage): void {
    this.#native.keepPage(route, JSON.stringify(head), Buffer.from(body));
  }

  /** Every answer is asked for again. */
  forgetPages(): void {
    this.#native.forgetPages();
  }

  /** Binds an address, whose host is a number, alone or together with other processes. Throws what the addon says. */
  listen(address: Address & { readonly shared?: boolean }): Address {
    const { bytes } = this.#requests;
    const answers = this.#answers.bytes;
    const place = JSON.stringify(address);
    const { words } = this.tapes;
    const bound = this.#native.listen(place, bytes, answers, this.#control, this.#turn, this.#keep, words);
    return JSON.parse(bound) as Address;
  }

  /** Whether the addon may give again what was answered to a request that was refused. */
  get answersAlone(): boolean {
    return this.#arrivals.answersAlone;
  }

  /** The body of a handle, once. */
  body(handle: number): Buffer {
    return this.#native.body(handle);
  }

  /** Bytes of an answer that have not gone to the socket. */
  unsent(request: PackedRequest): number {
    return this.#native.unsent(request.slot, request.key);
  }

  /** Stops taking connections; `onClosed` is called when the last one is gone. Says how many there are. */
  stop(onClosed: () => void): number {
    this.#onClosed = onClosed;
    this.#native.stop();
    return this.#native.connections();
  }

  closeIdle(): void {
    this.#native.closeIdle();
  }

  closeAll(): void {
    this.#native.closeAll();
  }

  /** Gives everything back. */
  close(): void {
    this.#native.close();
  }

  /** Everything that arrived in a turn of the event loop, and the end of what may be asked for later. */
  readonly #turn = (count: number, asked: number): void => {
    const requests = this.#requests;
    const { words } = requests;
    requests.serial += 1;
    requests.text = asked === 0 ? '' : requests.bytes.toString('latin1', 0, asked);
    this.#current.length = 0;
    this.#control[Control.waiting] = 0;
    let base = 0;
    for (let index = 0; index < count; index += 1) {
      const kind = (words[base] as number) & 0xff;
      try {
        if (kind === Arrived.request) this.#arrive(base);
        else if (kind === Arrived.recorded) this.recording?.take(requests, base);
        else this.#happen(kind, base);
      } catch (error) {
        // What one request does wrong is an uncaught exception, as in any callback; the others of the turn go on.
        process.nextTick(() => {
          throw error;
        });
      }
      base += words[base + RequestWord.size] as number;
    }
  };

  #arrive(base: number): void {
    const request = new PackedRequest(this, this.#requests, base, this.#arrivals.clientAddress);
    this.#current.push(request);
    this.#control[Control.waiting] = (this.#control[Control.waiting] as number) + 1;
    this.#arrivals.arrive(this, request, this.#requests, base);
  }

  /** The request has been answered as a whole. */
  settled(request: PackedRequest): void {
    if (request.isKept) this.#kept.delete(request.key);
    else this.#control[Control.waiting] = (this.#control[Control.waiting] as number) - 1;
  }

  /** The turn is over, and what still waits copies what it may need. */
  readonly #keep = (): void => {
    for (const request of this.#current) {
      if (request.isOver) continue;
      request.keep();
      this.#kept.set(request.key, request);
    }
    this.#current.length = 0;
  };

  #happen(kind: number, base: number): void {
    const { words, bytes } = this.#requests;
    const key = words[base + RequestWord.key] as number;
    if (kind === Arrived.closed) {
      this.recording?.deliver();
      this.#onClosed?.();
      return;
    }
    // A client may be gone within the turn that its request came in.
    const request = this.#kept.get(key) ?? this.#current.find((one) => one.key === key);
    if (request === undefined) return;
    const { incoming } = request;
    switch (kind) {
      case Arrived.writable:
        request.onWritable?.();
        return;
      case Arrived.body: {
        const at = words[base + PieceWord.at] as number;
        incoming?.arrive(bytes.subarray(at, at + (words[base + PieceWord.length] as number)));
        return;
      }
      case Arrived.bodyEnd:
        incoming?.complete();
        return;
      case Arrived.bodyFailed: {
        const reason = words[base + PieceWord.reason] as number;
        incoming?.fail(this.#arrivals.failureOf(reason));
        // Who says in the middle of a body that nothing more comes has left.
        if (reason !== bodyIncomplete) return;
        break;
      }
      default:
    }
    this.#kept.delete(key);
    if (kind !== Arrived.sent) this.recording?.tell(request);
    request.end(kind !== Arrived.sent);
  }
}
