/**
 * Writing answers into the buffer that the addon takes them from: at the end of a turn, or when it is told to. The first of
 * them outside of a turn has the rest wait for it until the loop comes around, so that one call carries them all.
 */

import type { Exchange } from '../../pipeline/exchange.js';
import { AnswerFlag, Answered, contentTypes, Control, FactsFlag } from './packed.js';
import type { PackedRequest } from './packed-request.js';
import type { Turn } from './turn.js';

/** What takes the answers. */
export interface AnswerSink {
  /** Takes so many bytes from the beginning of the buffer. */
  flush(bytes: number): void;
  /** Gives bytes a handle by which a record names them. */
  attach(bytes: Uint8Array): number;
}

/** Headers of an answer. */
export type Fields = Readonly<Record<string, string | readonly string[]>>;

const headWords = 7;
/** UTF-8 takes at most three bytes for a unit of a string. */
const mostBytes = 3;
/** A field is told by 16 bits of length, and all of them have to fit beside a body. */
const longestField = 0xffff;
const longestFields = 131_072;
/** Bodies from here on are handed over as they are. */
const largeBody = 16_384;

/** Headers are longer than a record can tell; nothing was written. */
export class FieldsTooLong extends Error {}

/** Writes records one after another. */
export class AnswerWriter {
  readonly #turn: Turn;
  readonly #control: Uint32Array;
  readonly #sink: AnswerSink;
  readonly #flush = (): void => {
    this.#isScheduled = false;
    this.flush();
  };
  #isScheduled = false;

  constructor(turn: Turn, control: Uint32Array, sink: AnswerSink) {
    this.#turn = turn;
    this.#control = control;
    this.#sink = sink;
  }

  /** A whole answer. `payload` is null for one without a body. Throws {@link FieldsTooLong}. */
  answer(
    request: PackedRequest,
    status: number,
    contentType: string | undefined,
    fields: Fields | null,
    payload: string | Uint8Array | null,
  ): void {
    const isText = typeof payload === 'string';
    // What is not there has no type, unless the handler named one.
    const type = payload === null ? undefined : contentType;
    const most = payload === null ? 0 : isText ? payload.length * mostBytes : payload.byteLength;
    if (most > largeBody) {
      const bytes = isText ? Buffer.from(payload as string) : (payload as Uint8Array);
      const end = this.#head(request, Answered.answer, AnswerFlag.attached, status, type, fields, 0);
      this.#turn.words[end.start + 5] = this.#sink.attach(bytes);
      this.#close(end.start, end.at, request);
      return;
    }
    const { start, at } = this.#head(request, Answered.answer, 0, status, type, fields, most);
    const { bytes, words } = this.#turn;
    let length = 0;
    if (isText) length = bytes.write(payload, at);
    else if (payload !== null) {
      bytes.set(payload, at);
      length = payload.byteLength;
    }
    words[start + 5] = length;
    this.#close(start, at + length, request);
  }

  /** The head of an answer whose body follows. Throws {@link FieldsTooLong}. */
  head(request: PackedRequest, status: number, fields: Fields | null): void {
    const { start, at } = this.#head(request, Answered.head, 0, status, undefined, fields, 0);
    this.#turn.words[start + 5] = 0;
    this.#close(start, at, request);
  }

  /** A piece of the body. */
  piece(request: PackedRequest, bytes: Uint8Array): void {
    const start = this.#begin(request, Answered.piece, AnswerFlag.attached, 20);
    this.#turn.words[start + 4] = this.#sink.attach(bytes);
    this.#close(start, (start + 5) * 4, request);
  }

  /** What only JavaScript knows of a request, for the addon that records it. `address` is empty where it knows that, too. */
  facts(request: PackedRequest, exchange: Exchange, address: string): void {
    const { errorCode = '', servedRelease = '', askedSpan } = exchange;
    const number = exchange.requestNumber();
    const hasSpan = askedSpan?.spanId !== undefined;
    const text = errorCode + servedRelease + address;
    const most = 32 + 24 + text.length + 4;
    const start = this.#begin(request, Answered.facts, hasSpan ? FactsFlag.span : 0, most);
    const { words, bytes } = this.#turn;
    words[start + 4] = number % 0x1_0000_0000;
    words[start + 5] = number / 0x1_0000_0000;
    words[start + 6] = errorCode.length | (servedRelease.length << 16);
    words[start + 7] = address.length;
    let at = (start + 8) * 4;
    if (askedSpan?.spanId !== undefined) {
      bytes.write(askedSpan.spanId, at, 'hex');
      bytes.write(askedSpan.traceId, at + 8, 'hex');
      at += 24;
    }
    if (text !== '') at += bytes.write(text, at, 'latin1');
    this.#close(start, at, request);
  }

  /** The body is complete, or will never be. */
  last(request: PackedRequest, kind: typeof Answered.end | typeof Answered.abort): void {
    this.#word(request, kind);
  }

  /** From here on pieces are bytes of another protocol. */
  upgrade(request: PackedRequest): void {
    this.#word(request, Answered.upgrade);
  }

  /** So many bytes of a body that is handed on while it arrives were taken. */
  resume(request: PackedRequest, count: number): void {
    const start = this.#begin(request, Answered.resume, 0, 20);
    this.#turn.words[start + 4] = count;
    this.#close(start, (start + 5) * 4, request);
  }

  /** A record that says nothing but what it is. */
  #word(request: PackedRequest, kind: number): void {
    const start = this.#begin(request, kind, 0, 16);
    this.#close(start, (start + 4) * 4, request);
  }

  /** Hands over what has been written. */
  flush(): void {
    const written = this.#control[Control.written] as number;
    if (written === 0) return;
    this.#sink.flush(written);
    this.#control[Control.written] = 0;
  }

  /** Begins a record that needs at most so many bytes. */
  #begin(request: PackedRequest, kind: number, flags: number, most: number): number {
    let at = this.#control[Control.written] as number;
    if (at + most > this.#turn.bytes.length) {
      this.flush();
      at = 0;
    }
    const { words } = this.#turn;
    const start = at >>> 2;
    words[start] = kind | (flags << 8);
    words[start + 2] = request.slot;
    words[start + 3] = request.key;
    return start;
  }

  /** The words and fields of a head; says where its body begins. */
  #head(
    request: PackedRequest,
    kind: number,
    flags: number,
    status: number,
    contentType: string | undefined,
    fields: Fields | null,
    body: number,
  ): { readonly start: number; readonly at: number } {
    let text = '';
    const lengths: number[] = [];
    let longest = 0;
    const add = (name: string, value: string): void => {
      longest = Math.max(longest, name.length, value.length);
      text += name + value;
      lengths.push((name.length << 16) | value.length);
    };
    let type = 0;
    if (contentType !== undefined && fields?.['content-type'] === undefined) {
      type = contentTypes[contentType] ?? 0;
      if (type === 0) add('content-type', contentType);
    }
    if (fields !== null) {
      for (const name in fields) {
        // The length and the framing are known better by who sends.
        if (name === 'transfer-encoding' || (name === 'content-length' && kind === Answered.answer)) continue;
        const value = fields[name];
        if (typeof value === 'string') add(name, value);
        else if (value !== undefined) for (const one of value) add(name, one);
      }
    }
    if (longest > longestField || text.length > longestFields) throw new FieldsTooLong();
    const words = headWords + lengths.length;
    const start = this.#begin(request, kind, flags, words * 4 + text.length + body + 4);
    const target = this.#turn.words;
    target[start + 4] = status | (type << 16);
    target[start + 6] = lengths.length;
    for (let index = 0; index < lengths.length; index += 1)
      target[start + headWords + index] = lengths[index] as number;
    let at = (start + words) * 4;
    if (text !== '') at += this.#turn.bytes.write(text, at, 'latin1');
    return { start, at };
  }

  /** Ends a record, which is filled up to whole words. */
  #close(start: number, end: number, request: PackedRequest): void {
    const words = ((end + 3) >>> 2) - start;
    this.#turn.words[start + 1] = words;
    this.#control[Control.written] = (start + words) * 4;
    if (request.isKept && !this.#isScheduled) {
      this.#isScheduled = true;
      setImmediate(this.#flush);
    }
  }
}
