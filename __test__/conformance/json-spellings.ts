/** JSON as other senders may write it: members in another order or twice, white space, escapes, and a byte that is wrong. */

import { pick, type Random } from './generate.js';

/** A way to write JSON that another sender might have. */
export type Spelling = (random: Random, value: unknown) => string;

/** The ways. */
export const spellings: readonly Spelling[] = [
  (_random, item) => JSON.stringify(item),
  (_random, item) => JSON.stringify(item, undefined, 2),
  (random, item) => written(random, item, (text) => JSON.stringify(text)),
  (random, item) => written(random, item, (text) => escaped(random, text)),
  // One byte is another one: mostly no JSON any more.
  (random, item) => {
    const text = JSON.stringify(item);
    const at = random(text.length);
    return text.slice(0, at) + pick(random, ['', '"', '}', ',', '0', ' ', '\\', 'é', '\u0001']) + text.slice(at + 1);
  },
];

/** Members in another order, and sometimes one of them twice. */
function written(random: Random, item: unknown, text: (text: string) => string): string {
  if (typeof item === 'string') return text(item);
  if (Array.isArray(item)) return `[${item.map((one) => written(random, one, text)).join(' ,')}]`;
  if (typeof item !== 'object' || item === null) return JSON.stringify(item);
  const members = Object.entries(item)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => `${text(key)}:${written(random, member, text)}`);
  for (let index = members.length - 1; index > 0; index -= 1) {
    const other = random(index + 1);
    [members[index], members[other]] = [members[other] as string, members[index] as string];
  }
  if (members.length > 0 && random(12) === 0) members.push(pick(random, members));
  return `{${members.join(',\n')}}`;
}

/** The same text with some of its characters behind escapes. */
function escaped(random: Random, text: string): string {
  const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  const characters = units.map((unit) => {
    const plain = unit < 0xd800 || unit > 0xdfff;
    return plain && random(6) !== 0
      ? JSON.stringify(String.fromCharCode(unit)).slice(1, -1)
      : `\\u${unit.toString(16).padStart(4, '0')}`;
  });
  return `"${characters.join('')}"`;
}
