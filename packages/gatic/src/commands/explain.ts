/** `gatic explain [code]`. */

import { explain, explainAll } from '../api/explain.js';
import { exit } from '../exit-codes.js';
import type { Invocation } from '../invocation.js';
import { markdown } from '../output/markdown.js';
import { table } from '../output/table.js';

/** Prints the page about a code, or the list of codes. */
export async function run({ args, output }: Invocation): Promise<number> {
  const [code] = args;
  if (code !== undefined) output.line(markdown(explain(code), output.style));
  else {
    output.line(
      table(
        ['CODE', 'WHAT IT IS ABOUT'],
        explainAll().map((page) => [page.code, page.title]),
      ),
    );
  }
  return exit.ok;
}
