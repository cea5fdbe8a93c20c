/**
 * Every disagreement ever found, as the source it was found in: `== name ==` and what follows. A seed alone would mean
 * something else as soon as the grammar changes, so it is only said in the name.
 *
 * `== name (unresolved: T) ==` is a source in which the analyzer says that it cannot tell those types,
 * `== name (still wrong) ==` one that waits for somebody.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
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

/**
 * Writes the marks anew: what was mended loses its mark, and what cannot be told gets one. What is wrong keeps the mark it
 * has; nothing else can give it one.
 */
export function remark(
  folder: string,
  told: ReadonlyMap<string, { readonly wrong: boolean; readonly unresolved: readonly string[] }>,
): void {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.txt'))) {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8').replace(/^== (.*?)(?: \((.*)\))? ==$/gm, (whole, name: string) => {
      const now = told.get(name);
      if (now === undefined || now.wrong) return whole;
      return now.unresolved.length === 0 ? `== ${name} ==` : `== ${name} (unresolved: ${now.unresolved.join(', ')}) ==`;
    });
    writeFileSync(path, text);
  }
}
