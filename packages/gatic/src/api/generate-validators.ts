/** Validators of exported types, as a module. */

import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import {
  generateValidators as generate,
  type Diagnostic,
  type GenerateValidatorsOptions,
} from '@gati-framework/core/tooling';

/** What to write. */
export interface WriteValidatorsOptions extends Omit<GenerateValidatorsOptions, 'root' | 'out'> {
  readonly root: string;
  /** `validators.generated.ts` beside the first file unless said otherwise. */
  readonly out?: string | undefined;
  /** Compare instead of writing. */
  readonly isCheck?: boolean;
}

/** What was written, or would be. */
export interface WrittenValidators {
  readonly validators: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** Absolute paths of what the module consists of. */
  readonly files: readonly string[];
  /** Those that were not what they should be, and are now unless it was a check. */
  readonly stale: readonly string[];
}

/** Writes the module, or says what is stale; where there are errors nothing is written. */
export async function generateValidators(options: WriteValidatorsOptions): Promise<WrittenValidators> {
  const { root, files, isCheck = false, ...rest } = options;
  const out = options.out ?? join(dirname(resolve(root, files[0] ?? '.')), 'validators.generated.ts');
  const made = await generate({ ...rest, root, files, out });
  const stale = made.files.filter(({ path, text }) => !existsSync(path) || readFileSync(path, 'utf8') !== text);
  if (!isCheck) {
    for (const { path, text } of stale) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    }
  }
  return {
    validators: made.validators,
    diagnostics: made.diagnostics,
    files: made.files.map(({ path }) => path),
    stale: stale.map(({ path }) => path),
  };
}
