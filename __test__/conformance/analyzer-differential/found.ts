/**
 * Every disagreement ever found, as the source it was found in: `== name ==` and what follows. A seed alone would mean
 * something else as soon as the grammar changes, so it is only said in the name.
 *
 * `== name (unresolved: T, U) ==` is a source in which the analyzer says that it cannot tell those types,
 * `== name (still wrong) ==` one that waits for somebody.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** One source. */
export interface Found {
  readonly name: string;
  readonly text: string;
  readonly unresolved: readonly string[];
  readonly stillWrong: boolean;
}

/** The sections of every archive in a folder. */
export function foundIn(folder: string): Found[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .flatMap((name) =>
      readFileSync(join(folder, name), 'utf8')
        .split(/^== (?=.* ==$)/m)
        .slice(1),
    )
    .map((section) => {
      const end = section.indexOf('\n');
      const heading = section.slice(0, end).replace(/ ==$/, '');
      const [, name = heading, mark = ''] = /^(.*?) \((.*)\)$/.exec(heading) ?? [];
      const unresolved = mark.startsWith('unresolved: ') ? mark.slice('unresolved: '.length).split(', ') : [];
      return { name, text: section.slice(end + 1), unresolved, stillWrong: mark === 'still wrong' };
    });
}
