/** What generated checks call. All names of this module are known to the code. */

import type { SchemaError } from './node.js';
import { escaped } from './node.js';
import type { Said } from './plan.js';

export { coerced, toBoolean, toInteger, toList, toNull, toNumber, toText, unwrapped } from './kinds.js';
export { isEqual } from './node.js';
export { isWhole, saidOfTwins, textLength } from './plan-assertions.js';

/** An error that is not yet placed as a whole. */
type Placed = { -readonly [Word in keyof SchemaError]: SchemaError[Word] };

/** What is said of a misfit at a place, with parameters that nobody else has: whoever is given an error may change it. */
export function errorOf(said: Said, instancePath: string, params: Said['params'], propertyName?: string): Placed {
  const { schemaPath, keyword, message } = said;
  if (propertyName === undefined) return { instancePath, schemaPath, keyword, params, message };
  return { instancePath, schemaPath, keyword, params, message, propertyName };
}

/** The same of what is only known when it is said. */
export function errorNow(said: Said, instancePath: string, propertyName?: string): Placed {
  return errorOf(said, instancePath, said.params, propertyName);
}

/** Errors and one more. */
export function add(errors: Placed[] | undefined, error: Placed): Placed[] {
  if (errors === undefined) return [error];
  errors.push(error);
  return errors;
}

/** Errors and those of a call. */
export function addAll(errors: Placed[] | undefined, others: readonly Placed[]): Placed[] {
  return errors === undefined ? [...others] : [...errors, ...others];
}

/** The first errors alone. */
export function cut(errors: Placed[] | undefined, count: number): Placed[] | undefined {
  if (count === 0 || errors === undefined) return undefined;
  errors.length = count;
  return errors;
}

/** Errors of what stands below a place. */
export function below(path: string, errors: Placed[]): Placed[] {
  for (const error of errors) error.instancePath = path + error.instancePath;
  return errors;
}

/** A name as a piece of a pointer. */
export function piece(name: string): string {
  return `/${escaped(name)}`;
}
