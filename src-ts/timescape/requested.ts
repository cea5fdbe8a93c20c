/** Where a request says which version it wants. */

import type { IncomingHttpHeaders } from 'node:http';

/** Where to look. */
export interface AskedPlaces {
  /** Names of headers in small letters, none of which goes before another. */
  readonly headers: readonly string[];
  /** A parameter of the query, where the application has one for this. */
  readonly queryParameter: string | undefined;
}

/** Different values where one was wanted. */
export interface Contradiction {
  readonly values: readonly string[];
}

/** What a request asks for; `undefined` where it says nothing. The same value twice is one value. */
export function requestedVersion(
  headers: IncomingHttpHeaders,
  query: unknown,
  { headers: names, queryParameter }: AskedPlaces,
): string | Contradiction | undefined {
  let found: string | undefined;
  let values: string[] | undefined;
  const take = (value: string): void => {
    if (found === undefined) found = value;
    else if (value !== found) (values ??= [found]).push(value);
  };
  for (let index = 0; index < names.length; index += 1) {
    const value = headers[names[index] as string];
    if (value === undefined) continue;
    // Node joins headers of one name. No form of a version has a comma.
    if (typeof value === 'string' && !value.includes(',')) take(value);
    else for (const one of typeof value === 'string' ? value.split(',') : value) take(one.trim());
  }
  if (queryParameter !== undefined) {
    const value = (query as Readonly<Record<string, unknown>> | null | undefined)?.[queryParameter];
    if (typeof value === 'string') take(value);
    else if (Array.isArray(value)) for (const one of value) take(String(one));
  }
  return values === undefined ? found : { values };
}
