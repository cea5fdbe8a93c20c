/** The pages that explain diagnostics: `docs/diagnostics/<code>.md` of this package. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A page of the index. */
export interface DiagnosticPage {
  readonly code: string;
  /** What the code is about, in a few words. */
  readonly title: string;
}

// The sources and what is built from them are equally deep in the package.
const folder = fileURLToPath(new URL('../../docs/diagnostics/', import.meta.url));

/** The page about a code, as Markdown. `undefined` when there is none. */
export function diagnosticPage(code: string): string | undefined {
  if (!/^GT\d+$/u.test(code)) return undefined;
  try {
    return readFileSync(join(folder, `${code}.md`), 'utf8');
  } catch {
    return undefined;
  }
}

/** Every code that has a page, in order. */
export function diagnosticPages(): readonly DiagnosticPage[] {
  return readdirSync(folder)
    .filter((name) => /^GT\d+\.md$/u.test(name))
    .sort()
    .map((name) => {
      const code = name.slice(0, -'.md'.length);
      const [heading = ''] = (diagnosticPage(code) ?? '').split('\n', 1);
      return { code, title: heading.replace(/^# GT\d+: /u, '') };
    });
}
