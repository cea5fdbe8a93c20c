/** JSON texts of one shape: how large, in which alphabet, and in which order members come. */
import { badValues, payloads } from '../validator/payloads.mjs';
import { seededRandom } from '../../harness/stats.mjs';

/** A text as it was sent. */
export const spellings = {
  ASCII: { alphabet: 'ascii', order: 'declared' },
  'ASCII, shuffled': { alphabet: 'ascii', order: 'shuffled' },
  mixed: { alphabet: 'mixed', order: 'declared' },
  'mixed, shuffled': { alphabet: 'mixed', order: 'shuffled' },
};

/** @param {string} payload the shape of a body: always an object with a list, as the payload `items` has it */
export function bodyShape(payload) {
  const { shape } = payloads[payload];
  return payload === 'items' ? shape : { kind: 'object', properties: { items: { kind: 'array', items: shape } } };
}

/**
 * Distinct texts of about so many bytes.
 * @param {{ payload: string, size: number, spelling: keyof typeof spellings, count: number }} wanted
 * @returns {Buffer[]}
 */
export function goodTexts({ payload, size, spelling, count }) {
  const { alphabet, order } = spellings[spelling];
  const random = seededRandom(size + payload.length);
  let made = 0;
  const rows = payload === 'items' ? payloads.items.make(random, 0).items : undefined;
  const makeRow = () => (rows === undefined ? payloads[payload].make(random, made++) : rows[made++ % rows.length]);
  return Array.from({ length: count }, () => {
    const items = [];
    for (let bytes = 12; bytes < size;) {
      const row = alphabet === 'mixed' ? inAlphabets(makeRow(), random) : makeRow();
      // The first one is there in any case; after that what would lead too far is left out.
      const length = Buffer.byteLength(JSON.stringify(row)) + 1;
      if (items.length > 0 && bytes + length / 2 > size) break;
      items.push(row);
      bytes += length;
    }
    const body = order === 'shuffled' ? shuffled({ items }, random) : { items };
    return Buffer.from(JSON.stringify(body));
  });
}

/**
 * Texts that nobody may accept.
 * @param {string} payload
 */
export function badTexts(payload) {
  const wrapped = payload === 'items' ? badValues(payload) : badValues(payload).map((row) => ({ items: [row] }));
  const texts = wrapped.map((value) =>
    // What is not finite can only be said with an exponent.
    (JSON.stringify(value, (_key, inner) => (isInfinite(inner) ? `<${inner}>` : inner)) ?? '').replace(
      /"<(-?)Infinity>"/g,
      '$11e999',
    ),
  );
  const [good] = goodTexts({ payload, size: 200, spelling: 'ASCII', count: 1 }).map(String);
  const broken = [good.slice(0, -1), `${good},`, good.replace('"items"', "'items'"), good.replaceAll(':', '')];
  return [...texts, ...broken].map((text) => Buffer.from(text));
}

function isInfinite(value) {
  return value === Infinity || value === -Infinity;
}

const words = ['é', 'ü', 'ñ', 'ß', 'Ω', 'ж', '日本', '语', '한', '🙂'];

/** The value with letters of other alphabets in a third of its texts; choices of the shape stay what they are. */
function inAlphabets(value, random, key = '') {
  if (Array.isArray(value)) return value.map((item) => inAlphabets(item, random));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, inAlphabets(inner, random, name)]));
  }
  if (typeof value !== 'string' || key === 'kind' || key === 'role' || random() > 1 / 3) return value;
  const at = Math.floor(random() * value.length);
  return `${value.slice(0, at)}${words[Math.floor(random() * words.length)]}${value.slice(at)}`;
}

function shuffled(value, random) {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, random));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, shuffled(inner, random)]);
  for (let index = entries.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [entries[index], entries[other]] = [entries[other], entries[index]];
  }
  return Object.fromEntries(entries);
}
