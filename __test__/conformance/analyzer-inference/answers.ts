/** What the analyzer says of files. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GTypeDocument } from '../analyzer-differential/documents.js';

/** The exported types of a file. */
export interface Answer {
  readonly types: Readonly<Record<string, GTypeDocument>>;
  /** Why a type is not resolved. */
  readonly why: (name: string) => string;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Asks the analyzer about files, which may import each other. */
export function answersOf(files: ReadonlyMap<string, string>): ReadonlyMap<string, Answer> {
  const folder = mkdtempSync(join(tmpdir(), 'gati-inference-'));
  try {
    const paths = new Map<string, string>();
    for (const [name, text] of files) {
      const path = join(folder, basename(name));
      writeFileSync(path, text);
      paths.set(path, name);
    }
    const command = ['run', '--quiet', '-p', 'gati-analyzer', '--example', 'types', '--', ...paths.keys()];
    const { status, stdout, stderr } = spawnSync('cargo', command, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 30 });
    if (status !== 0) throw new Error(`the analyzer failed: ${stderr}`);
    const answers = new Map<string, Answer>();
    for (const line of stdout.trim().split('\n')) {
      const { file, types, diagnostics } = JSON.parse(line) as {
        file: string;
        types: Record<string, GTypeDocument>;
        diagnostics: string[];
      };
      const name = paths.get(file) ?? file;
      const lines = (files.get(name) ?? '').split('\n');
      const why = (type: string): string => {
        const number = lines.findIndex((text) => text.startsWith(`export type ${type} `)) + 1;
        return (
          diagnostics.find((text) => text.startsWith(`${number}:`) || text.includes(`\`${type}\``)) ??
          diagnostics[0] ??
          'without a diagnostic'
        );
      };
      answers.set(name, { types, why });
    }
    return answers;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
