/** The same refusal for people: who opens an API in a browser sends no version, and reads no JSON. */

import { problemOf } from '../errors/problem.js';
import type { GatiError } from '../errors/gati-error.js';
import type { OfferedVersion } from './offer.js';

/** Whether a request comes from a browser that shows pages. Programs that also take HTML name JSON. */
export function wantsPage(accept: string | string[] | undefined): boolean {
  return typeof accept === 'string' && accept.includes('text/html') && !accept.includes('json');
}

/** A small page with the versions there are. */
export function refusalPage(error: GatiError): string {
  const { title, detail } = problemOf(error, undefined, false).document;
  const { versions = [], docs } = (error.extensions ?? {}) as {
    readonly versions?: readonly OfferedVersion[];
    readonly docs?: string;
  };
  const items = versions.map(
    ({ send, semver, status }) =>
      `<li><code>${escape(send)}</code> (${[semver, status].flatMap((one) => (one === undefined ? [] : [escape(one)])).join(', ')})</li>`,
  );
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<meta charset="utf-8"><title>${escape(String(title))}</title>`,
    `<h1>${escape(String(title))}</h1>`,
    `<p>${escape(String(detail))}</p>`,
    ...(items.length === 0 ? [] : [`<ul>${items.join('')}</ul>`]),
    ...(docs === undefined ? [] : [`<p><a href="${escape(docs)}">All versions</a></p>`]),
    '</html>\n',
  ].join('\n');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => entities[letter] ?? letter);
}
