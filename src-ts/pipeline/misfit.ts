/** What does not fit in a request, as the error that says so: in the language of the client, where there are texts for it. */

import type { MessageTable, MessagesConfig } from '../api/config.js';
import { GatiError, type LocatedIssue } from '../errors/gati-error.js';
import type { Issue } from '../manifest/compiled.js';
import type { Exchange } from './exchange.js';
import { languagesOf, lookUp } from './languages.js';

/** Adds `issues`, which were found in `place`. */
export function located(
  into: LocatedIssue[] | undefined,
  place: LocatedIssue['in'],
  issues: readonly Issue[],
): LocatedIssue[] {
  const all = into ?? [];
  for (const issue of issues) all.push({ in: place, ...issue });
  return all;
}

/** How many issues there are, in words. */
export function issueCount(count: number): string {
  return count === 1 ? '1 issue' : `${count} issues`;
}

/** The error of a request that does not fit. */
export function misfit(exchange: Exchange, issues: readonly LocatedIssue[]): GatiError {
  const count = issueCount(issues.length);
  const { messages } = exchange.runtime;
  if (messages === undefined) return new GatiError('GATI_VALIDATION_FAILED', { values: { count }, issues });
  const languages = languagesOf(exchange.header('accept-language'));
  const said = inWords(messages, languages, issues);
  const vary = exchange.res.getHeader('vary');
  const headers: Record<string, string> = { vary: [vary ?? [], 'Accept-Language'].flat().join(', ') };
  if (said.language !== undefined) headers['content-language'] = said.language;
  return new GatiError('GATI_VALIDATION_FAILED', { values: { count }, issues: said.issues, headers });
}

interface Said {
  readonly issues: readonly LocatedIssue[];
  /** The language of the texts, if that is known. */
  readonly language: string | undefined;
}

function inWords(messages: MessagesConfig, languages: readonly string[], issues: readonly LocatedIssue[]): Said {
  if (typeof messages === 'function') {
    const said = issues.map((issue) => ({ ...issue, message: messages(issue, languages) ?? issue.message }));
    return { issues: said, language: undefined };
  }
  const language = lookUp(Object.keys(messages), languages);
  const table = language === undefined ? undefined : messages[language];
  if (language === undefined || table === undefined) return { issues, language: undefined };
  const said = issues.map((issue) => ({ ...issue, message: textFor(table, issue) ?? issue.message }));
  return { issues: said, language: language === '*' ? undefined : language };
}

/** The text of a table for an issue: for its own words first, which are those of the type's author, then for its code. */
function textFor(table: MessageTable, issue: LocatedIssue): string | undefined {
  const key = [issue.message, issue.code].find((one) => Object.hasOwn(table, one));
  const text = key === undefined ? undefined : table[key];
  return typeof text === 'function' ? text(issue) : text === undefined ? undefined : filled(text, issue);
}

/** `{min}` is a parameter; `{expected}`, `{received}` and `{name}`, the name of what is wrong, are always there. */
function filled(text: string, issue: LocatedIssue): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => {
    if (issue.params !== undefined && Object.hasOwn(issue.params, name)) return String(issue.params[name]);
    switch (name) {
      case 'expected':
      case 'received':
        return issue[name];
      case 'name':
        return issue.pointer
          .slice(issue.pointer.lastIndexOf('/') + 1)
          .replaceAll('~1', '/')
          .replaceAll('~0', '~');
      default:
        return place;
    }
  });
}
