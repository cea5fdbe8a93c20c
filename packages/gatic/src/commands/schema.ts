/** `gatic schema <file> [type]`. */

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import { projectRoot } from '../api/project-root.js';
import { schema, type SchemaTarget } from '../api/schema.js';
import { exit } from '../exit-codes.js';
import { projectFailure } from '../failure.js';
import { schemaRuns, switchFlag, textFlag, type Invocation } from '../invocation.js';
import { asText, counts } from '../output/diagnostics.js';

/** Prints the schema to stdout, and what could not be expressed to stderr. */
export async function run(invocation: Invocation): Promise<number> {
  const { output } = invocation;
  const root = projectRoot(textFlag(invocation, 'root'));
  const [file, type] = invocation.args;
  const path = resolve(root, file ?? '');
  if (!existsSync(path)) throw projectFailure(`there is no file ${path}`);
  const result = await schema({
    root,
    file: path,
    type,
    closed: switchFlag(invocation, 'closed'),
    target: textFlag(invocation, 'target') as SchemaTarget | undefined,
    schemas: schemaRuns(invocation),
  });
  if (result.diagnostics.length > 0) output.error(asText(result.diagnostics, output.style));
  if (counts(result.diagnostics).errors > 0) return exit.failed;
  output.line(JSON.stringify(result.schema, null, 2));
  return exit.ok;
}
