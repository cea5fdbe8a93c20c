/**
 * A JSON Schema, held to the letter: its functions, written by the native engine and loaded here, and the check of
 * bytes, which runs natively and leaves to JavaScript what it cannot decide, and what is to be said of a misfit.
 */

import type { CompiledType, Issue, Result } from '../manifest/compiled.js';
import * as native from '../native/index.js';
import { bufferOf, readOrdinary } from '../reader/reader.js';

/** How a JSON Schema is compiled. */
export interface CompileJsonSchemaOptions {
  /** The dialect of documents that do not say it by `$schema`; 2020-12 unless said. */
  readonly draft?: 'draft2020-12' | 'draft7';
  /** Whether `format` only says something to readers, as the specification has it, or has to hold. */
  readonly formats?: 'annotate' | 'assert';
}

/** The functions of a JSON Schema. */
export interface CompiledJsonSchema extends CompiledType {
  /** The functions as an ES module, to be written to a file. */
  readonly source: string;
  /** The value in the bytes of a JSON text (UTF-8), checked. Bytes that are no JSON are an issue, not a throw. */
  readonly read: (bytes: Uint8Array) => Result;
  /** Whether the bytes are the JSON text of a value that fits; no value is made of those that do. */
  readonly validateBytes: (bytes: Uint8Array) => { ok: boolean; issues: Issue[] };
}

/** Compiles a schema. `load` runs the body of a function that gives back what it wrote. Throws an error with a `code` that names the keyword and its place where that cannot be done. */
export function compileSchema(
  schema: unknown,
  options: CompileJsonSchemaOptions,
  load: (body: string) => unknown,
): CompiledJsonSchema {
  const { draft = 'draft2020-12', formats = 'annotate' } = options;
  const opened = native.openJsonSchema(JSON.stringify(schema) ?? 'null', JSON.stringify({ draft, formats }));
  const functions = load(opened.source('function')) as CompiledType;
  const fits = opened.fitting();
  const read = (bytes: Uint8Array): Result => readOrdinary(bytes, functions.validate);
  return {
    get source() {
      return opened.source('module');
    },
    ...functions,
    read,
    validateBytes(given) {
      const bytes = bufferOf(given);
      if (fits(0, bytes) === 1) return { ok: true, issues: [] };
      const result = read(bytes);
      return result.ok ? { ok: true, issues: [] } : { ok: false, issues: [...result.issues] };
    },
  };
}
