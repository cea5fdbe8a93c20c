/** Markdown as it reads in a terminal: headings stand out, and code is indented instead of fenced. */

import type { Style } from './output.js';

/** The text of a page. */
export function markdown(page: string, style: Style): string {
  const lines: string[] = [];
  let inCode = false;
  for (const line of page.trimEnd().split('\n')) {
    const fence = /^```\w* ?(.*)$/u.exec(line);
    if (fence !== null) {
      inCode = !inCode;
      // A fence that opens may name the file whose text follows.
      if (inCode && fence[1] !== '') lines.push(style.dim(`    ${fence[1]}`));
    } else if (inCode) lines.push(line === '' ? '' : `    ${line}`);
    else if (/^#+ /u.test(line)) lines.push(style.bold(line.replace(/^#+ /u, '')));
    else lines.push(line.replaceAll(/`[^`]+`/gu, (code) => style.cyan(code)));
  }
  return lines.join('\n');
}
