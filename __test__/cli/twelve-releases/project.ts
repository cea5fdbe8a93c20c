/** The application taken from one release to the next with the real commands, in this process: what is tested is what they write. */

import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, vi } from 'vitest';

import { runCommandLine } from './native.js';
import { makeProject, writeFiles, type Files } from '../harness.js';
import { application } from './first.js';
import type { Change } from './changes.js';

/** What a command printed. */
export interface Said {
  readonly code: number;
  readonly text: string;
}

/** Runs a command line of gatic in this process, as if it were `day`. */
export async function command(args: readonly string[], day?: string): Promise<Said> {
  const lines: string[] = [];
  const take = (line = ''): void => void lines.push(line);
  const plain = (text: string): string => text;
  const style = { bold: plain, dim: plain, red: plain, green: plain, yellow: plain, cyan: plain };
  if (day !== undefined) vi.useFakeTimers({ now: Date.parse(day), toFake: ['Date'] });
  try {
    const code = await runCommandLine(args, { line: take, error: take, style, colours: false, interactive: false });
    return { code, text: lines.join('\n') };
  } finally {
    vi.useRealTimers();
  }
}

/** A project with a release for each state of its files. */
export async function released(...states: readonly Files[]): Promise<string> {
  const root = await makeProject({});
  for (const [index, files] of states.entries()) {
    await writeFiles(root, files);
    const { code, text } = await command(['release', '--root', root], `2025-0${index + 1}-01T00:00:00Z`);
    expect(code, text).toBe(0);
  }
  return root;
}

/** The first release of the application, in a folder of its own. */
export async function firstRelease(): Promise<string> {
  const root = await makeProject(application);
  const { code, text } = await command(['release', '--root', root], '2025-01-01T00:00:00Z');
  expect([code, text]).toEqual([0, expect.stringContaining('Released as 1.0.0')]);
  return root;
}

/** Makes the next release of a change: its edits, what was decided, `gatic diff --write` and `gatic release`. */
export async function nextRelease(
  root: string,
  { edits, files, decided, semver, before }: Change,
  day: string,
): Promise<void> {
  for (const [file, pairs] of Object.entries(edits)) {
    let text = await readFile(join(root, file), 'utf8');
    for (const [from, to] of pairs) {
      expect(text, `${file} has ${JSON.stringify(from)}`).toContain(from);
      text = text.replaceAll(from, () => to);
    }
    await writeFiles(root, { [file]: text });
  }
  for (const [file, text] of Object.entries(files ?? {})) {
    if (text === null) await rm(join(root, file));
    else await writeFiles(root, { [file]: text });
  }
  const written: Record<string, string> = {};
  for (const [handler, { json, ts }] of Object.entries(decided ?? {})) {
    const name = `timescape/changes/${handler}.after-${before}`;
    if (json !== undefined) written[`${name}.json`] = JSON.stringify(json);
    if (ts !== undefined) written[`${name}.ts`] = changeFile(`${handler}.after-${before}`, ts);
  }
  await writeFiles(root, written as Files);
  await command(['diff', '--write', '--root', root]);
  const { code, text } = await command(['release', '--root', root], day);
  expect([code, text], text).toEqual([0, expect.stringContaining(`Released as ${semver}`)]);
}

function changeFile(name: string, functions: string): string {
  return `import { change } from '@gati-framework/core/change';
import type { New, Old } from './${name}.types.js';

export default change<Old, New>({
${functions}
});
`;
}
