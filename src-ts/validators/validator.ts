/** What `validate<T>()` gives: the generated functions of a type, as one object that others understand too. */

import type { Issue, Result } from '../manifest/compiled.js';
import { bytesCheck, type BytesResult } from './bytes.js';
import type { StandardIssue, StandardResult, StandardSchemaProps, StandardSchemaV1 } from './standard-schema.js';
import { ValidationError } from './validation-error.js';

/** The generated functions of one type. */
export interface ValidatorFunctions {
  readonly is: (value: unknown) => boolean;
  readonly validate: (value: unknown) => Result;
  readonly stringify: (value: unknown) => string;
  /** The type as the native reader follows it, where it was asked for. */
  readonly program?: string;
}

/** Makes the functions of a type. Generated. */
export type ValidatorSource = () => ValidatorFunctions;

/** Makes the JSON Schema of a type. Generated. */
export type SchemaSource = () => object;

/**
 * Checks values of one type. It is a Standard Schema, so it can be given to whatever takes one: a procedure of tRPC, a
 * route of Hono, a pipe of Nest.
 */
export interface Validator<T> extends StandardSchemaV1<T, T> {
  /**
   * Whether a value fits. A `Date`, a `Map`, a `Set`, a `bigint`, bytes and a `URL` fit as they are and as JSON has
   * them; `parse` gives the first.
   */
  is(value: unknown): value is T;
  /**
   * The same value if it fits.
   *
   * @throws {ValidationError} with every issue.
   */
  assert(value: unknown): T;
  /** The value to go on with, without members that are not declared, or every issue. */
  validate(value: unknown): Result<T>;
  /**
   * The value to go on with, without members that are not declared.
   *
   * @throws {ValidationError} with every issue.
   */
  parse(value: unknown): T;
  /** JSON text with the declared members only. */
  stringify(value: T): string;
  /** Whether bytes (UTF-8) are a JSON text whose value fits. Bytes that are no JSON are `ok: false`, not a throw. */
  validateBytes(bytes: Uint8Array): { readonly ok: boolean; readonly issues: readonly Issue[] };
  /** The JSON Schema (2020-12) of what may be sent to become a `T`. */
  readonly jsonSchema: object;
}

const known = new WeakMap<ValidatorSource, Validator<unknown>>();

/** The validator of generated functions: the same one each time. */
export function validatorOf<T>(source: ValidatorSource, schema: SchemaSource): Validator<T> {
  const before = known.get(source);
  if (before !== undefined) return before as Validator<T>;
  const made = makeValidator(source(), schema);
  known.set(source, made);
  return made as Validator<T>;
}

function makeValidator(functions: ValidatorFunctions, schema: SchemaSource): Validator<unknown> {
  const { is, validate, stringify, program } = functions;
  let checkBytes: ((bytes: Uint8Array) => BytesResult) | undefined;
  const standard: StandardSchemaProps = {
    version: 1,
    vendor: 'gati',
    validate: (value) => standardResult(value, validate(value)),
  };
  let made: object | undefined;
  return {
    '~standard': standard,
    is: is as Validator<unknown>['is'],
    assert(value) {
      if (is(value)) return value;
      throw new ValidationError(issuesOf(validate(value)));
    },
    validate,
    parse(value) {
      const result = validate(value);
      if (result.ok) return result.value;
      throw new ValidationError(result.issues);
    },
    stringify,
    validateBytes: (bytes) => (checkBytes ??= bytesCheck(program, validate))(bytes),
    get jsonSchema() {
      return (made ??= schema());
    },
  };
}

function issuesOf(result: Result): readonly Issue[] {
  return result.ok ? [] : result.issues;
}

function standardResult(value: unknown, result: Result): StandardResult<unknown> {
  if (result.ok) return { value: result.value };
  return {
    issues: result.issues.map(({ pointer, message }): StandardIssue => ({ message, path: pathTo(value, pointer) })),
  };
}

/** A pointer as keys; the place of an item in a list is a number. */
function pathTo(value: unknown, pointer: string): PropertyKey[] {
  let at = value;
  return pointer
    .split('/')
    .slice(1)
    .map((piece) => {
      const name = piece.replaceAll('~1', '/').replaceAll('~0', '~');
      const key = Array.isArray(at) && /^\d+$/u.test(name) ? Number(name) : name;
      at = typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined;
      return key;
    });
}
