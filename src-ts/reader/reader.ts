/**
 * From the bytes of a JSON text to a checked value without `JSON.parse`: the native engine follows the program of a
 * type and writes a tape, and the function written from the same program makes the value. What the engine does not
 * accept goes through `JSON.parse` and the ordinary check, which alone says what does not fit.
 */

import { isUtf8 } from 'node:buffer';

import type { Result } from '../manifest/compiled.js';
import * as native from '../native/index.js';
import { jsonErrorOffset } from './json-position.js';

/** What generated modules carry for a type that can be read from its bytes. */
export interface ReaderSource {
  /** The type, as the engine follows it. */
  readonly program: string;
  /** Makes the value from the tape, as integers and as doubles, and the text. May throw where it does not fit after all. */
  readonly build: (I: Int32Array, F: Float64Array, S: string) => unknown;
}

/** Places of the tape: a text of up to 64 kB never needs more, however short its values are. */
const PLACES = 1 << 15;

/** The one tape of this thread. It is filled and read within one call, and never leaves this file. */
interface Tape {
  readonly integers: Int32Array;
  readonly doubles: Float64Array;
  readonly engine: native.NativeReaderObject;
}

let tape: Tape | undefined;

function openTape(): Tape {
  const memory = new ArrayBuffer(8 * PLACES);
  return {
    integers: new Int32Array(memory),
    doubles: new Float64Array(memory),
    engine: native.openReader(new BigUint64Array(memory)),
  };
}

/** How a text was taken. Positive: read natively. Zero or negative: by `JSON.parse`, and why. */
export interface Reading {
  readonly result: Result;
  readonly outcome: number;
}

/**
 * The function that reads a type. `validate` is the ordinary check of the same type.
 */
export function readerOf(source: ReaderSource, validate: (value: unknown) => Result): (bytes: Uint8Array) => Reading {
  tape ??= openTape();
  const { engine, integers, doubles } = tape;
  const program = engine.add(source.program);
  return (given) => {
    const bytes = bufferOf(given);
    const outcome = engine.read(program, bytes);
    if (outcome > 0) {
      const text = bytes.toString(outcome === 1 ? 'latin1' : 'utf8');
      try {
        return { result: { ok: true, value: source.build(integers, doubles, text) }, outcome };
      } catch {
        // A condition that only JavaScript knows does not hold: the ordinary check says which.
        return { result: ordinary(bytes, validate), outcome: 0 };
      }
    }
    return { result: ordinary(bytes, validate), outcome };
  };
}

/** The value in `given`, by `JSON.parse` and `validate`. */
export function readOrdinary(given: Uint8Array, validate: (value: unknown) => Result): Result {
  return ordinary(bufferOf(given), validate);
}

function bufferOf(given: Uint8Array): Buffer {
  return Buffer.isBuffer(given) ? given : Buffer.from(given.buffer, given.byteOffset, given.byteLength);
}

function ordinary(bytes: Buffer, validate: (value: unknown) => Result): Result {
  if (!isUtf8(bytes)) {
    return refusal('json.encoding', 'UTF-8', 'other bytes', 'the text is not UTF-8');
  }
  const text = bytes.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const offset = jsonErrorOffset(text);
    const where = offset >= text.length ? 'it ends too early' : `unexpected text at position ${offset}`;
    return refusal('json.syntax', 'JSON', 'other text', `the text is not JSON: ${where}`);
  }
  return validate(value);
}

function refusal(code: string, expected: string, received: string, message: string): Result {
  return { ok: false, issues: [{ pointer: '', code, expected, received, message }] };
}
