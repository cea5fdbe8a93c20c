/** Values as JSON text, one by one. All names of this module are known to generated code. */

const [major = 0, minor = 0] = process.versions.v8.split('.').map(Number);
/** From then on `JSON.stringify` has a way of its own for what has no side effects. */
const isQuick = major > 13 || (major === 13 && minor >= 8);

/** So many texts or numbers in a list are better written at once. */
export const longTexts: number = isQuick || major >= 12 ? 8 : 128;
export const longNumbers: number = major >= 12 ? 128 : Infinity;
export const longIntegers: number = major >= 12 ? 512 : Infinity;

// oxlint-disable-next-line no-control-regex
const escaping = /["\\\u0000-\u001f\ud800-\udfff]/;

/**
 * Whether a text only needs quotes around it, and looking for that takes less than `JSON.stringify`, which has the
 * last word.
 */
export function isPlain(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const { length } = value;
  if (isQuick && length >= 8) return false;
  if (length >= 42) return length < 5000 && !escaping.test(value);
  for (let index = 0; index < length; index += 1) {
    const unit = value.charCodeAt(index);
    if (unit < 32 || unit === 34 || unit === 92 || (unit >= 0xd800 && unit <= 0xdfff)) return false;
  }
  return true;
}

/** A value as text. */
export function text(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null) return '""';
  if (value instanceof Date) return `"${instant(value)}"`;
  if (value instanceof RegExp) return JSON.stringify(value.source);
  return JSON.stringify((value as { toString(): string }).toString());
}

/** A value as a whole number. */
export function integer(value: unknown): string {
  if (Number.isInteger(value) || typeof value === 'bigint') return String(value);
  const whole = Math.trunc(value as number);
  if (!Number.isFinite(whole)) throw new Error(`The value "${value as string}" cannot be converted to an integer.`);
  return String(whole);
}

/** A value as a number. */
export function number(value: unknown): string {
  const found = Number(value);
  if (Number.isNaN(found)) throw new Error(`The value "${value as string}" cannot be converted to a number.`);
  return Number.isFinite(found) ? String(found) : 'null';
}

const digits: readonly string[] = Array.from({ length: 100 }, (_one, index) => String(index).padStart(2, '0'));

/** A year of four digits; nothing for others, which the ISO spells with a sign. */
function yearOf(year: number): string | undefined {
  if (year >= 1000) return year <= 9999 ? String(year) : undefined;
  return year >= 0 ? String(year).padStart(4, '0') : undefined;
}

/** The days of four-digit years, in milliseconds. */
const [firstTime, lastTime, dayLength] = [-62_167_219_200_000, 253_402_300_799_999, 86_400_000];
/** The day that was spelled last: the next one is mostly the same. */
const spelled = { day: Number.NaN, text: '' };

function instant(date: Date): string {
  const time = date.getTime();
  if (!(time >= firstTime && time <= lastTime)) return date.toISOString();
  const day = Math.floor(time / dayLength);
  if (day !== spelled.day) {
    spelled.text = date.toISOString().slice(0, 11);
    spelled.day = day;
  }
  const rest = time - day * dayLength;
  const [seconds, milliseconds] = [Math.floor(rest / 1000), rest % 1000];
  const minutes = Math.floor(seconds / 60);
  const thousandths = milliseconds < 10 ? `00${milliseconds}` : milliseconds < 100 ? `0${milliseconds}` : milliseconds;
  const clock = `${digits[Math.floor(minutes / 60)]}:${digits[minutes % 60]}:${digits[seconds % 60]}`;
  return `${spelled.text}${clock}.${thousandths}Z`;
}

/** The clock on the wall where the server stands, as if it were that of UTC. */
function local(date: Date): string {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString();
}

/** A moment as text, by what is made of a `Date`. */
function moment(what: string, spell: (date: Date) => string): (value: unknown) => string {
  return (value) => {
    if (value === null) return '""';
    if (value instanceof Date) return `"${spell(value)}"`;
    if (typeof value === 'string') return isPlain(value) ? `"${value}"` : JSON.stringify(value);
    throw new Error(`The value "${value as string}" cannot be converted to a ${what}.`);
  };
}

/** Texts that stand for moments, and texts that are written as they are. */
export const moments: Readonly<Record<'date-time' | 'date' | 'time' | 'unsafe', (value: unknown) => string>> = {
  'date-time': moment('date-time', instant),
  date: moment('date', (date) => {
    const year = yearOf(date.getFullYear());
    if (year === undefined) return local(date).slice(0, 10);
    return `${year}-${digits[date.getMonth() + 1]}-${digits[date.getDate()]}`;
  }),
  time: moment('time', (date) => {
    const hours = digits[date.getHours()];
    if (hours === undefined) return local(date).slice(11, 19);
    return `${hours}:${digits[date.getMinutes()]}:${digits[date.getSeconds()]}`;
  }),
  unsafe: (value) => `"${value as string}"`,
};

/** Which of several kinds a value is written as. */
export const isWritten: Readonly<Record<string, (value: unknown) => boolean>> = {
  null: (value) => value === null,
  string: (value) =>
    typeof value === 'string' ||
    value === null ||
    value instanceof Date ||
    value instanceof RegExp ||
    (typeof value === 'object' && typeof value.toString === 'function' && value.toString !== Object.prototype.toString),
  array: (value) => Array.isArray(value),
  integer: (value) => Number.isInteger(value) || value === null,
  object: (value) => typeof value === 'object' && !Array.isArray(value),
  number: (value) => typeof value === 'number' || value === null,
  boolean: (value) => typeof value === 'boolean' || value === null,
};

/** What an object says of itself. */
export function asJson(value: unknown): unknown {
  const made = (value as { toJSON?: unknown } | null | undefined)?.toJSON;
  return Boolean(value) && typeof made === 'function' ? (value as { toJSON(): unknown }).toJSON() : value;
}

/** A list whose items are all of a kind, at once; nothing for others. */
export function atOnce(items: readonly unknown[], kind: 'string' | 'number' | 'integer'): string | undefined {
  if ((items as { toJSON?: unknown }).toJSON !== undefined) return undefined;
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index];
    if (
      kind === 'string' ? typeof item !== 'string' : kind === 'integer' ? !Number.isInteger(item) : isNoNumber(item)
    ) {
      return undefined;
    }
  }
  return JSON.stringify(items);
}

function isNoNumber(item: unknown): boolean {
  return typeof item !== 'number' || Number.isNaN(item);
}

/** What is thrown where a required member is missing. */
export function missing(name: string): Error {
  return new Error(`${JSON.stringify(name)} is required!`);
}
