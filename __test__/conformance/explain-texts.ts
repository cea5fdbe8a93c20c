/** Texts of values as other senders might write them, some of them with a fault. */
import { anything } from './explain-types.js';
import { pick, type Random } from './generate.js';

/** Numbers as a text may have them. */
const SPELLED = [
  '1e999',
  '-1e999',
  '-0',
  '1.0',
  '1E2',
  '0.1e1',
  '123456789012345678901234567890',
  '9007199254740993',
  '1e-400',
];

/** A text of the value: members in another order or twice, characters behind escapes, numbers in other words, faults. */
export function textOf(random: Random, item: unknown): string {
  const way = random(8);
  if (way < 3) return JSON.stringify(item);
  const text = written(random, item);
  if (way < 7) return text;
  const at = random(text.length);
  return text.slice(0, at) + pick(random, ['', '"', '}', ',', '0', ' ', '\\', 'é', '\u0001']) + text.slice(at + 1);
}

function written(random: Random, item: unknown): string {
  if (typeof item === 'string') return quoted(random, item);
  if (typeof item === 'number' && random(6) === 0) return pick(random, SPELLED);
  if (Array.isArray(item)) return `[${item.map((one) => written(random, one)).join(' ,')}]`;
  if (typeof item !== 'object' || item === null) return JSON.stringify(item);
  const members = Object.entries(item).map(([key, member]) => `${quoted(random, key)} : ${written(random, member)}`);
  for (let index = members.length - 1; index > 0; index -= 1) {
    const other = random(index + 1);
    [members[index], members[other]] = [members[other] as string, members[index] as string];
  }
  if (random(8) === 0) {
    const key = pick(random, Object.keys(item).concat('x'));
    members.splice(random(members.length + 1), 0, `${quoted(random, key)}:${written(random, anything(random, 1))}`);
  }
  if (random(60) === 0) members.push(`"${pick(random, ['__proto__', 'constructor'])}":{}`);
  return `{${members.join(',\n')}}`;
}

function quoted(random: Random, text: string): string {
  if (random(3) !== 0) return JSON.stringify(text);
  const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  const plain = (unit: number): boolean => (unit < 0xd800 || unit > 0xdfff) && random(4) !== 0;
  const characters = units.map((unit) =>
    plain(unit) ? JSON.stringify(String.fromCharCode(unit)).slice(1, -1) : `\\u${unit.toString(16).padStart(4, '0')}`,
  );
  return `"${characters.join('')}"`;
}
