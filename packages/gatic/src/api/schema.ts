/** JSON Schema of exported types. */

import { createProject, schemaOfAsking, type Diagnostic, type SchemaRuns } from '@gati-framework/core/tooling';

import { typescriptAsking } from './typescript-asking.js';

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
  /** Whether the files of schema values are run. */
  readonly schemas?: SchemaRuns;
}

/** The schema, and what could not be expressed. */
export async function schema(options: SchemaOptions): Promise<{ schema: object; diagnostics: readonly Diagnostic[] }> {
  const { root, file, type = '*', closed = false, target = 'json-schema-2020-12', schemas = 'run' } = options;
  const setting = async (): Promise<'typescript' | undefined> =>
    (await createProject({ root }).configuration()).fallback;
  return schemaOfAsking({ root, file, type, closed, target, schemas }, typescriptAsking(), setting);
}
