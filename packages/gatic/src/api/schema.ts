/** JSON Schema of exported types. */

import { schemaOf, type Diagnostic } from '@gati-framework/core/tooling';

/** The dialects a schema can be written in. */
export type SchemaTarget = 'json-schema-2020-12' | 'json-schema-7';

/** What to describe. */
export interface SchemaOptions {
  readonly root: string;
  readonly file: string;
  /** A type's name; every exported type when absent. */
  readonly type?: string | undefined;
  readonly closed?: boolean;
  readonly target?: SchemaTarget | undefined;
}

/** The schema, and what could not be expressed. */
export function schema(options: SchemaOptions): { schema: object; diagnostics: readonly Diagnostic[] } {
  return schemaOf({
    root: options.root,
    file: options.file,
    type: options.type ?? '*',
    closed: options.closed ?? false,
    target: options.target ?? 'json-schema-2020-12',
  });
}
