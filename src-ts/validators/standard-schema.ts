/**
 * Standard Schema, version 1 (standardschema.dev), as types: what tRPC, Hono, Nest and others ask of a validator, so
 * that they need not know whose it is. The names and members are those of the specification.
 */

/** A schema that says what a value becomes by checking it. */
export interface StandardSchemaV1<Input = unknown, Output = Input> {
  readonly '~standard': StandardSchemaProps<Input, Output>;
}

/** What stands under `~standard`. */
export interface StandardSchemaProps<Input = unknown, Output = Input> {
  readonly version: 1;
  readonly vendor: string;
  readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
  /** Only for inference; there is never a value. */
  readonly types?: StandardTypes<Input, Output> | undefined;
}

/** What is checked, and what comes out. */
export interface StandardTypes<Input = unknown, Output = Input> {
  readonly input: Input;
  readonly output: Output;
}

/** The value, or what does not fit. */
export type StandardResult<Output> =
  { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly StandardIssue[] };

/** One place of a value that does not fit. */
export interface StandardIssue {
  readonly message: string;
  readonly path?: readonly PropertyKey[] | undefined;
}
