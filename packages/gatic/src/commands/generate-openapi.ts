/** `gatic generate openapi`. */

import { extname, resolve } from 'node:path';

import { generateOpenApi, stateOf, writeGenerated, type GeneratedOpenApi, type OpenApiFormat } from '../api/openapi.js';
import { projectRoot } from '../api/project-root.js';
import { exit } from '../exit-codes.js';
import { usageFailure } from '../failure.js';
import { schemaRuns, switchFlag, textFlag, type Invocation } from '../invocation.js';
import { asText } from '../output/diagnostics.js';
import type { Output } from '../output/output.js';

/** Prints or writes the document, or says whether the written one still holds. What is worth knowing goes to stderr. */
export async function run(invocation: Invocation): Promise<number> {
  const { output } = invocation;
  const root = projectRoot(textFlag(invocation, 'root'));
  const out = textFlag(invocation, 'out');
  const isCheck = switchFlag(invocation, 'check');
  if (isCheck && out === undefined) throw usageFailure('--check needs the file to compare with', 'name it with --out');
  const result = await generateOpenApi({ root, format: formatOf(invocation, out), schemas: schemaRuns(invocation) });
  report(output, result);
  if (result.generated === undefined) return exit.failed;
  const { text, document } = result.generated;
  if (out === undefined) {
    output.line(text.trimEnd());
    return exit.ok;
  }
  const file = resolve(root, out);
  if (isCheck) return verdict(output, out, await stateOf(file, text));
  const state = await writeGenerated(file, text);
  output.line(`${out} ${state === 'current' ? 'is up to date' : 'written'}: ${counted(document.paths)}`);
  return exit.ok;
}

/** What was asked for, else what the name of the file says. */
function formatOf(invocation: Invocation, out: string | undefined): OpenApiFormat {
  const given = textFlag(invocation, 'format') as OpenApiFormat | undefined;
  return given ?? (/^\.ya?ml$/iu.test(extname(out ?? '')) ? 'yaml' : 'json');
}

function report(output: Output, { diagnostics, generated }: GeneratedOpenApi): void {
  const { yellow } = output.style;
  if (diagnostics.length > 0) output.error(asText(diagnostics, output.style));
  for (const { code, handler, message } of generated?.findings ?? [])
    output.error(`${yellow('warning')} ${code}: ${handler}: ${message}`);
}

function verdict(output: Output, out: string, state: Awaited<ReturnType<typeof stateOf>>): number {
  if (state === 'current') {
    output.line(`${out} is up to date`);
    return exit.ok;
  }
  const { red, cyan } = output.style;
  const what = state === 'missing' ? 'does not exist' : 'is not what the project says any more';
  output.error(`${red('error')}: ${out} ${what}`);
  output.error(`${cyan('help')}: gatic generate openapi --out ${out}`);
  return exit.failed;
}

function counted(paths: Readonly<Record<string, object>>): string {
  const operations = Object.values(paths).reduce((count, item) => count + Object.keys(item).length, 0);
  return operations === 1 ? '1 operation' : `${operations} operations`;
}
