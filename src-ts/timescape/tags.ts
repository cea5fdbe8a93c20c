/**
 * Entity tags of answers that were transformed. A handler tags what it made; what a client of an older release gets of that
 * is another representation, so that its tag is another one, too (RFC 9110, section 8.8.3). The handler still sees its own.
 */

import { createHash } from 'node:crypto';

/** The end of the tags of one contract. */
export function tagSuffix(transformer: string): string {
  return `;${createHash('sha256').update(transformer).digest('base64url').slice(0, 8)}`;
}

/** The tag of the transformed answer. What is no tag stays as it is. */
export function suffixed(tag: string, suffix: string): string {
  return /^(?:W\/)?"[^"]*"$/.test(tag) ? `${tag.slice(0, -1)}${suffix}"` : tag;
}

/** A list of tags as the handler knows them; those of other representations are none of its. */
export function withoutSuffix(list: string, suffix: string): string {
  if (list.trim() === '*') return list;
  const own = [...list.matchAll(/(?:W\/)?"[^"]*"/g)].map(([tag]) => tag).filter((tag) => tag.endsWith(`${suffix}"`));
  // A condition stays one when none of the tags is known: nothing is ever tagged like this.
  if (own.length === 0) return `"${suffix}"`;
  return own.map((tag) => `${tag.slice(0, -suffix.length - 1)}"`).join(', ');
}
