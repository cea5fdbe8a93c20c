/**
 * The native reader of this thread: the engine, and the tape it writes to, which is filled and read within one call and
 * never leaves this file.
 */

import type { BuildValue, ReaderSource } from '../manifest/compiled.js';
import * as native from '../native/index.js';
import type { ReaderProgram } from '../pipeline/body-readers.js';
import { handedOver } from './handed-over.js';

/** A type that this thread can read. */
export interface Opened {
  /** The checked value in the bytes of a JSON text, or `handedOver`. */
  readonly read: (bytes: Buffer) => unknown;
  /** Whether bytes fit: 1 if they do, 0 where JavaScript knows, below zero if not. */
  readonly verify: (bytes: Buffer) => number;
  /** As `verify`, on another thread. */
  readonly verifyLater: (bytes: Buffer) => Promise<number>;
  /** As `read`, of which only making the value is done on this thread. */
  readonly readLater: (bytes: Buffer) => Promise<unknown>;
  /** The same in two halves, for who has the engine read by itself. */
  readonly program: ReaderProgram;
}

/**
 * Places of the tape: enough for texts of about a megabyte. What is never written to is never there, so that a thread
 * that reads small texts has small memory.
 */
const PLACES = 1 << 17;

/** So much of a text is copied at once, which takes less than a millisecond. */
const PIECE = 1 << 20;

interface Thread {
  readonly engine: native.NativeReaderObject;
  readonly read: (program: number, bytes: Uint8Array) => string | number;
  readonly verify: (program: number, bytes: Uint8Array) => number;
  readonly integers: Int32Array;
  readonly doubles: Float64Array;
}

let thread: Thread | undefined;

function openThread(): Thread {
  const memory = new ArrayBuffer(8 * PLACES);
  const engine = native.openReader(new BigUint64Array(memory));
  return {
    engine,
    read: engine.reading(),
    verify: engine.verifying(),
    integers: new Int32Array(memory),
    doubles: new Float64Array(memory),
  };
}

/**
 * Opens the reader of a type. Texts with more than `depth` levels of lists and objects are handed over; without one,
 * the program says how many it follows.
 */
export function openReader(source: ReaderSource, depth: number = 0xffff): Opened {
  thread ??= openThread();
  const { engine, read, verify, integers, doubles } = thread;
  const program = engine.add(source.program, depth, source.explain);
  let build: BuildValue | undefined;
  const make: BuildValue = (from, alsoFrom, text) => {
    build ??= source.build();
    try {
      return build(from, alsoFrom, text);
    } catch {
      // A condition that only JavaScript knows does not hold: the ordinary check says which.
      return handedOver;
    }
  };
  return {
    program: { engine, number: program, make, explains: source.explain !== undefined },
    read(bytes) {
      const text = read(program, bytes);
      return typeof text === 'number' ? handedOver : make(integers, doubles, text);
    },
    verify: (bytes) => verify(program, bytes),
    async verifyLater(bytes) {
      const copy = await copied(engine, program, bytes);
      return copy === undefined ? 0 : copy.verify();
    },
    async readLater(bytes) {
      const copy = await copied(engine, program, bytes);
      if (copy === undefined) return handedOver;
      const { outcome, tape, text: decoded } = await copy.read();
      if (outcome <= 0) return handedOver;
      const { buffer, byteOffset, length } = tape;
      const string = textOf(outcome, Buffer.from(decoded.buffer, decoded.byteOffset, decoded.length));
      return make(new Int32Array(buffer, byteOffset, 2 * length), new Float64Array(buffer, byteOffset, length), string);
    },
  };
}

/** Opens only the verdict of a program. */
export function openVerdict(program: string): (bytes: Buffer) => number {
  thread ??= openThread();
  const { engine, verify } = thread;
  const number = engine.add(program, 0xffff);
  return (bytes) => verify(number, bytes);
}

/** The engine's own copy of a text, made in pieces between which the thread does other things. */
async function copied(
  engine: native.NativeReaderObject,
  program: number,
  bytes: Buffer,
): Promise<native.NativeTextObject | undefined> {
  const copy = engine.open(program, bytes.length) ?? undefined;
  for (let start = 0; copy !== undefined && start < bytes.length; start += PIECE) {
    if (start > 0) await new Promise((resolve) => setImmediate(resolve));
    copy.push(bytes.subarray(start, start + PIECE));
  }
  return copy;
}

function textOf(form: number, decoded: Buffer): string {
  return decoded.toString(form === 2 ? 'utf16le' : 'latin1');
}
