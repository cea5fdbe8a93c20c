/**
 * A request in the buffer that the addon shares. Nothing is read before it is asked for, and what has been read is a string
 * of its own; a request that is not answered within its turn copies the rest before the buffer is written again. One that
 * was answered and is asked something later finds it in the text of its turn.
 */

import type { IncomingHttpHeaders } from 'node:http';

import type { Arrival } from '../../pipeline/arrival.js';
import type { Exchange } from '../../pipeline/exchange.js';
import { handedOver } from '../../reader/handed-over.js';
import type { BodyReader } from '../../pipeline/body-readers.js';
import type { Choice } from '../../timescape/edition.js';
import { joinHeader } from './joined-headers.js';
import { parseQuery } from './bundled.js';
import type { Caller } from '../caller.js';
import type { Lesson, Likeness } from './lessons.js';
import { BodyRead, fieldIds, knownFields, methods, RequestFlag, RequestWord, TextForm } from './packed.js';
import type { Door } from './door.js';
import type { Pieces } from './packed-body.js';
import type { RequestTurn } from './turn.js';

/** Who calls, by the address of the connection and what proxies say. */
export type ClientAddress = (address: string, forwardedFor: string | undefined) => string;

const notAscii = 0x8000_0000;
/** V8 copies shorter parts out of a text (SlicedString::kMinLength); a longer one would keep the whole text alive. */
const copiedBelow = 13;

/** Implements what a host says of a request. */
export class PackedRequest implements Caller, Arrival {
  /** Where it came in. */
  readonly door: Door;
  readonly slot: number;
  readonly key: number;
  readonly method: string;
  readonly isEscaped: boolean;
  readonly params: unknown;
  /** What follows: a body that is handed on while it arrives, or what comes on a connection that left HTTP. */
  incoming: Pieces | undefined;
  /** The bytes of the body, once they are the request's own. */
  bytes: Buffer | undefined;
  /** Whether they lie in the buffer of the turn. */
  isBodyLent: boolean;
  /** Whether there are, or were, any. */
  get hadBody(): boolean {
    return this.isBodyLent || this.bytes !== undefined;
  }

  /** What is known of requests like this one. */
  readonly known: Lesson | undefined;
  /** What it is like, where that is worth saying. */
  likeness: Likeness | undefined;
  /** How it goes on at a route with releases, where requests like it will go on so too. */
  choice: Choice | undefined;
  /** What goes through the pipeline; set when it enters. */
  exchange: Exchange | undefined;
  /** The same from its beginning, and only where requests are recorded. */
  entered: Exchange | undefined;
  /** Whether the answer has been written. */
  isAnswered: boolean;
  /** Whether the connection is gone, or everything has been sent. */
  isOver: boolean;
  /** Whether it went without the whole answer. */
  isLost: boolean;
  /** Whether its turn was over before it was. */
  isKept: boolean;
  /** Called when the request is over. */
  onOver: (() => void)[] | undefined;
  /** The status that was sent. */
  status: number;
  /** What goes on when a stream may. */
  onWritable: (() => void) | undefined;
  readonly #clientAddress: ClientAddress;
  #words: Uint32Array;
  #bytes: Buffer;
  /** The text that offsets of the head count in, once it is the request's own. */
  #head: string | undefined;
  #base: number;
  #turn: RequestTurn | undefined;
  /** Which turn that is. */
  readonly #serial: number;
  /** What was in the buffer then. */
  #text: string;
  /** The byte of it where the bytes begin. */
  #origin: number;
  /** Whether the record was made again out of that text. */
  #isRecalled: boolean;
  readonly #known: number;
  #url: string | undefined;
  #address: string | undefined;
  #headers: IncomingHttpHeaders | undefined;
  #query: unknown;

  constructor(door: Door, turn: RequestTurn, base: number, clientAddress: ClientAddress) {
    const { words } = turn;
    this.door = door;
    this.#turn = turn;
    this.#words = words;
    this.#bytes = turn.bytes;
    this.#base = base;
    this.#serial = turn.serial;
    this.#text = turn.text;
    this.#origin = 0;
    this.#isRecalled = false;
    this.#known = words[base + RequestWord.known] as number;
    this.#clientAddress = clientAddress;
    this.slot = words[base + RequestWord.slot] as number;
    this.key = words[base + RequestWord.key] as number;
    this.method = methods[words[base + RequestWord.method] as number] ?? 'GET';
    this.isEscaped = (((words[base] as number) >>> 8) & RequestFlag.escaped) !== 0;
    this.params = undefined;
    this.bytes = undefined;
    this.isBodyLent = false;
    this.known = door.lessons.of(words[base + RequestWord.lesson] as number);
    this.likeness = undefined;
    this.choice = this.known?.choice;
    this.exchange = undefined;
    this.entered = undefined;
    this.isAnswered = false;
    this.isOver = false;
    this.incoming = undefined;
    this.isLost = false;
    this.isKept = false;
    this.onOver = undefined;
    this.onWritable = undefined;
    this.status = 0;
    this.#head = undefined;
    this.#url = undefined;
    this.#address = undefined;
    this.#headers = undefined;
    this.#query = undefined;
  }

  /** What the pipeline is given of the body: the request itself, which has it. */
  get body(): unknown {
    return this.hadBody || this.incoming !== undefined ? this : undefined;
  }

  /** Whether the client would go on with another protocol, and may. */
  get offersUpgrade(): boolean {
    return ((this.#word(RequestWord.kind) >>> 8) & RequestFlag.offer) !== 0;
  }

  /** Whether TLS is spoken below. */
  get isSecure(): boolean {
    return ((this.#word(RequestWord.kind) >>> 8) & RequestFlag.secure) !== 0;
  }

  /** Where the client, or the proxy in front, calls from. */
  get remoteAddress(): string {
    return this.#readAddress();
  }

  /** The request itself: it is its own first line and headers. */
  get raw(): Arrival {
    return this;
  }

  get url(): string {
    return (this.#url ??= this.#read(this.#word(RequestWord.targetAt), this.#word(RequestWord.targetLengths) & 0xffff));
  }

  get query(): unknown {
    if (this.#query === undefined) {
      const start = this.#word(RequestWord.targetLengths) >>> 16;
      const hasQuery = (this.#word(RequestWord.targetLengths) & 0xffff) > start;
      this.#query = parseQuery(hasQuery ? this.url.slice(start + 1) : '');
    }
    return this.#query;
  }

  get headers(): IncomingHttpHeaders {
    return (this.#headers ??= this.#readHeaders());
  }

  get ip(): string {
    return this.#clientAddress(this.#readAddress(), this.header('x-forwarded-for'));
  }

  /** The value of a header, without making the others strings. */
  header(name: string): string | undefined {
    if (this.#headers !== undefined) {
      const value = this.#headers[name];
      return typeof value === 'string' ? value : value?.join(', ');
    }
    const id = fieldIds.get(name);
    if (id !== undefined && !this.has(id)) return undefined;
    const value = this.headers[name];
    return typeof value === 'string' ? value : value?.join(', ');
  }

  /** Whether a known field is there. */
  has(id: number): boolean {
    return (this.#known & (1 << id)) !== 0;
  }

  /** The values of the path's parameters, by the names of its route. Only within the turn. */
  readParams(names: readonly string[]): Record<string, string> {
    const params: Record<string, string> = {};
    let at = this.#base + RequestWord.params;
    for (const name of names) {
      const start = this.#words[at] as number;
      const length = this.#words[at + 1] as number;
      if (length < copiedBelow) params[name] = this.#text.slice(start, start + length);
      else if (length < notAscii) params[name] = this.#bytes.toString('latin1', start, start + length);
      else params[name] = this.#bytes.toString('utf8', start, start + (length - notAscii));
      at += 2;
    }
    return params;
  }

  /** Copies what may still be asked for. The buffer belongs to the next turn afterwards. */
  keep(): void {
    if (this.isKept) return;
    this.isKept = true;
    const { exchange } = this;
    void this.url;
    this.#readAddress();
    const start = this.#word(RequestWord.headAt);
    this.#head ??= this.#read(start, this.#headLength());
    const { params } = RequestWord;
    const counts = this.#word(RequestWord.counts);
    this.#words = this.#words.slice(this.#base, this.#base + params + 2 * ((counts >>> 16) + (counts & 0xffff)));
    this.#base = 0;
    this.#turn = undefined;
    this.#text = '';
    // The bytes of the body are the handler's from here on, if it asks for them.
    if (exchange !== undefined) void exchange.req.rawBody;
    else if (this.isBodyLent) {
      this.bytes = this.ownBody();
      this.isBodyLent = false;
    }
  }

  /** Ends the request: everything has been sent, or the connection is gone. */
  end(isLost: boolean): void {
    if (this.isOver) return;
    this.isOver = true;
    this.isLost = isLost;
    if (!isLost) this.door.settled(this);
    const { onOver } = this;
    this.onOver = undefined;
    if (onOver !== undefined) for (const run of onOver) run();
  }

  /** Bytes of the body that were lent, as the request's own. */
  ownBody(): Buffer {
    const lent = this.lentBody();
    return this.#isRecalled ? lent : Buffer.from(lent);
  }

  /** Bytes of the body that were lent, where they are. */
  lentBody(): Buffer {
    const length = this.#word(RequestWord.bodyLength);
    const start = this.#word(RequestWord.bodyAt) - this.#origin;
    return this.#bytes.subarray(start, start + length);
  }

  /**
   * What a reader makes of the body, where its program has read it before the turn began; nothing where it has not. The text
   * is one of its own: what the value keeps of it must not keep all that arrived in the turn.
   */
  readBody(reader: BodyReader | undefined): unknown {
    const { known } = this;
    const program = reader?.program;
    if (program === undefined || known?.reader !== reader || this.isKept || this.#isBygone()) return undefined;
    const read = this.#word(RequestWord.read);
    if ((read & 3) !== BodyRead.whole) return (read & 3) === BodyRead.handedOver ? handedOver : undefined;
    const { integers, doubles } = this.door.tapes.at(read >>> 8);
    return program.make(integers, doubles, this.#bodyText((read >>> 2) & 3));
  }

  #bodyText(form: number): string {
    const start = this.#word(RequestWord.bodyAt);
    const end = start + this.#word(RequestWord.bodyLength);
    if (form === TextForm.ascii) return this.#bytes.toString('latin1', start, end);
    const at = (end + 3) & ~3;
    const length = this.#bytes.readUInt32LE(at);
    return this.#bytes.toString(form === TextForm.latin1 ? 'latin1' : 'utf16le', at + 4, at + 4 + length);
  }

  /** Has the addon told how requests like this one go on, when it is known what they are answered with. */
  remember(choice: Choice, asked: string | undefined): void {
    this.choice = choice;
    this.likeness = this.door.lessons.likeness(this.#word(RequestWord.route), asked);
  }

  #word(index: number): number {
    if (this.#isBygone()) this.#recall();
    return this.#words[this.#base + index] as number;
  }

  /** Whether the buffer belongs to a later turn, and nothing was copied before. */
  #isBygone(): boolean {
    return this.#turn !== undefined && this.#turn.serial !== this.#serial;
  }

  /** Makes the record again out of the text of its turn. */
  #recall(): void {
    const start = this.#base * 4;
    const size = Buffer.from(this.#text.slice(start + 4, start + 8), 'latin1');
    const length = new Uint32Array(new Uint8Array(size).buffer)[0] as number;
    const memory = new ArrayBuffer(length * 4);
    this.#bytes = Buffer.from(memory);
    this.#bytes.write(this.#text.slice(start, start + length * 4), 'latin1');
    this.#words = new Uint32Array(memory);
    this.#base = 0;
    this.#origin = start;
    this.#isRecalled = true;
    this.#turn = undefined;
    this.#text = '';
  }

  /** Text of the record. The words that say where it is have been read before, so that the bytes are the right ones. */
  #read(at: number, length: number): string {
    const start = at - this.#origin;
    return this.#bytes.toString('latin1', start, start + length);
  }

  #readAddress(): string {
    if (this.#address === undefined) {
      const word = this.#word(RequestWord.address);
      this.#address = this.#read(word >>> 8, word & 0xff);
    }
    return this.#address;
  }

  #headLength(): number {
    const counts = this.#word(RequestWord.counts);
    const count = counts & 0xffff;
    if (count === 0) return 0;
    const last = RequestWord.params + 2 * (counts >>> 16) + 2 * (count - 1);
    const value = this.#word(last + 1);
    return (value & 0xffff) + (value >>> 16);
  }

  #readHeaders(): IncomingHttpHeaders {
    const counts = this.#word(RequestWord.counts);
    const count = counts & 0xffff;
    const start = this.#word(RequestWord.headAt);
    const head = (this.#head ??= this.#read(start, this.#headLength()));
    const headers: IncomingHttpHeaders = {};
    let at = RequestWord.params + 2 * (counts >>> 16);
    for (let index = 0; index < count; index += 1, at += 2) {
      const name = this.#word(at);
      const value = this.#word(at + 1);
      const id = name >>> 24;
      const nameAt = name & 0xffff;
      const valueAt = value & 0xffff;
      joinHeader(
        headers,
        id === 0 ? head.slice(nameAt, nameAt + ((name >>> 16) & 0xff)) : (knownFields[id] as string),
        head.slice(valueAt, valueAt + (value >>> 16)),
      );
    }
    return headers;
  }
}
