/** `gatic generate validators <files...>`. */

import { existsSync, statSync } from 'node:fs';
import { relative, resolve } from 'node:path';

import { generateValidators } from '../api/generate-validators.js';
import { projectRoot } from '../api/project-root.js';
import { exit } from '../exit-codes.js';
import { projectFailure, usageFailure } from '../failure.js';
import { schemaRuns, switchFlag, textFlag, type Invocation } from '../invocation.js';
import { asText, counted, counts } from '../output/diagnostics.js';

/** Writes the module, or says whether it is stale; what is wrong with the types goes to stderr. */
export async function run(invocation: Invocation): Promise<number> {
  const { output } = invocation;
  const root = projectRoot(textFlag(invocation, 'root'));
  const isCheck = switchFlag(invocation, 'check');
  const out = textFlag(invocation, 'out');
  if (out !== undefined && !/\.[cm]?[jt]s$/u.test(out)) {
    throw usageFailure(`--out names a .ts or a .js file, and ${out} is neither`);
  }
  for (const file of invocation.args) {
    const path = resolve(root, file);
    if (!existsSync(path)) throw projectFailure(`there is no file ${path}`);
    if (!statSync(path).isFile()) throw projectFailure(`${path} is no file`, 'name the files that export the types');
  }
  const { validators, diagnostics, files, stale } = await generateValidators({
    root,
    files: invocation.args,
    out,
    types: textFlag(invocation, 'types')
      ?.split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
    unknownKeys: (textFlag(invocation, 'unknown-keys') as 'strip' | 'strict' | 'open' | undefined) ?? 'strip',
    bytes: (textFlag(invocation, 'bytes') as 'native' | 'parsed' | undefined) ?? 'parsed',
    schemas: schemaRuns(invocation),
    isCheck,
  });
  if (diagnostics.length > 0) output.error(asText(diagnostics, output.style));
  if (counts(diagnostics).errors > 0) return exit.failed;
  if (validators.length === 0) {
    throw projectFailure(
      `${invocation.args.join(', ')} exports no type without type parameters`,
      'export the types to check, or name them with --types',
    );
  }
  const shown = (paths: readonly string[]): string => paths.map((path) => relative(root, path)).join(' and ');
  if (isCheck && stale.length > 0) {
    throw projectFailure(
      `${shown(stale)} ${stale.length === 1 ? 'is' : 'are'} not what the types say`,
      `run gatic generate validators ${invocation.args.join(' ')} without --check`,
    );
  }
  const what = counted(validators.length, 'validator');
  if (stale.length === 0) output.line(`${what} in ${shown(files)}: up to date`);
  else output.line(`${what} in ${shown(files)}`);
  return exit.ok;
}
