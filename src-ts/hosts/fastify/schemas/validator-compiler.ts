/**
 * JSON Schemas of a Fastify application as validators, in place of ajv's: the same verdicts, the same changes to what
 * was sent (text becomes numbers, defaults are filled in, what is not declared is taken away), the same errors. What a
 * schema asks is planned when the application starts, so that it refuses what ajv refuses; the plan becomes code when
 * the first value comes, since an application has routes that nobody asks for.
 */

import { isCodeForbidden } from '../../../json-schema/load.js';
import { checked } from './checks.js';
import { generated } from './code.js';
import type { SchemaError, Validate, ValuePlace, Way } from './node.js';
import { Planner } from './planner.js';
import type { Plan } from './plan.js';

/** A compiled schema, in the shape that Fastify knows of ajv. */
export interface SchemaValidator {
  (data: unknown, place?: ValuePlace): boolean;
  /** What did not fit the last time. */
  errors: SchemaError[] | null;
  readonly schema: unknown;
  /** Says that the validator can put a new value into the request. */
  readonly schemaEnv: object;
}

/** The schemas of one Fastify instance. */
export class SchemaValidators {
  readonly #planner: Planner;
  readonly #way: Way;

  /** `shared` are the schemas that were added to the application, by their `$id`. */
  constructor(shared: Readonly<Record<string, unknown>> = {}, way: Way = 'code') {
    this.#planner = new Planner(shared);
    this.#way = way;
  }

  /** The validator of a schema of a route. */
  validator(schema: unknown): SchemaValidator {
    const plan = this.#planner.plan(schema);
    let run: Validate = (data, place) => {
      run = carriedOut(plan, this.#way);
      return run(data, place);
    };
    const validate = (data: unknown, place?: ValuePlace): boolean => {
      const errors = run(data, place);
      if (errors === undefined) {
        if (validate.errors !== null) validate.errors = null;
        return true;
      }
      validate.errors = errors;
      return false;
    };
    validate.errors = null as SchemaError[] | null;
    validate.schema = schema;
    validate.schemaEnv = {};
    return validate;
  }
}

function carriedOut(plan: Plan, way: Way): Validate {
  return way === 'closures' || isCodeForbidden() ? checked(plan) : generated(plan);
}
