/** The pages about diagnostics, which come with `@gati-framework/core`. */

import { diagnosticPage, diagnosticPages } from '@gati-framework/core/tooling';

import { projectFailure } from '../failure.js';

/** The page about a code, as Markdown. */
export function explain(code: string): string {
  const page = diagnosticPage(code.toUpperCase());
  if (page !== undefined) return page;
  const codes = diagnosticPages().map((known) => known.code);
  throw projectFailure(`there is no diagnostic ${code}`, `the codes are ${codes.join(', ')}`);
}

/** Every code with its title, one on a line. */
export function explainAll(): readonly { readonly code: string; readonly title: string }[] {
  return diagnosticPages();
}
