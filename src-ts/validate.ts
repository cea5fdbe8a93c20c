/**
 * `@gati-framework/core/validate`: validators that are compiled from types when a program is built.
 *
 * An entry of its own, because it is all that compiled code needs: it imports nothing of Node, so it also runs in a
 * browser and at an edge, and it loads in a millisecond where the whole package takes eighty.
 */

import { GatiError } from './errors/gati-error.js';
import { validatorOf, type SchemaSource, type Validator, type ValidatorSource } from './validators/validator.js';

export type { Issue, Result } from './manifest/compiled.js';
export type {
  StandardIssue,
  StandardResult,
  StandardSchemaProps,
  StandardSchemaV1,
  StandardTypes,
} from './validators/standard-schema.js';
export { ValidationError } from './validators/validation-error.js';
export {
  validatorOf,
  type SchemaSource,
  type Validator,
  type ValidatorFunctions,
  type ValidatorSource,
} from './validators/validator.js';

/**
 * The validator of a type. The call is compiled when the program is built: by the plug-in of a bundler, by
 * `node --import @gati-framework/core/register`, or not at all where `gatic generate validators` writes what it gives.
 * The arguments are what the compiler fills in.
 *
 * ```ts
 * const User = validate<{ name: string; age: number }>();
 * if (User.is(value)) console.log(value.name);
 * ```
 *
 * @throws {GatiError} `GATI_VALIDATE_UNCOMPILED` where nothing compiled it.
 */
export function validate<T>(source?: ValidatorSource, schema?: SchemaSource): Validator<T> {
  if (source === undefined || schema === undefined) throw new GatiError('GATI_VALIDATE_UNCOMPILED');
  return validatorOf<T>(source, schema);
}
