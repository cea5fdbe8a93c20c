/** Versions and ranges of them, as far as clients ask for releases by these. */

/** A version. Build metadata has no part in it. */
export interface Version {
  readonly numbers: readonly [major: number, minor: number, patch: number];
  /** The parts of the pre-release; empty for a version that is out. */
  readonly early: readonly string[];
}

const number = '(0|[1-9]\\d{0,8})';
const early = '(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?(?:\\+[0-9A-Za-z.-]+)?';
const exactShape = new RegExp(`^${number}\\.${number}\\.${number}${early}$`);
/** `2.3.1`, `2.3.1-beta.1`. */
export function versionOf(text: string): Version | undefined {
  const found = exactShape.exec(text);
  if (found === null) return undefined;
  const [, major, minor, patch, before] = found;
  return {
    numbers: [Number(major), Number(minor), Number(patch)],
    early: before === undefined ? [] : before.split('.'),
  };
}

/** Below zero if `left` comes before `right` (semver 2.0, section 11). */
export function compareVersions(left: Version, right: Version): number {
  for (const index of [0, 1, 2] as const) {
    const difference = left.numbers[index] - right.numbers[index];
    if (difference !== 0) return difference;
  }
  if (left.early.length === 0 || right.early.length === 0) return right.early.length - left.early.length;
  for (let index = 0; ; index += 1) {
    const [a, b] = [left.early[index], right.early[index]];
    if (a === undefined || b === undefined) return left.early.length - right.early.length;
    const difference = compareIdentifiers(a, b);
    if (difference !== 0) return difference;
  }
}

function compareIdentifiers(left: string, right: string): number {
  const [a, b] = [/^\d+$/.test(left), /^\d+$/.test(right)];
  if (a && b) return Number(left) - Number(right);
  if (a !== b) return a ? -1 : 1;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** No version is meant that there is. */
export const noVersion = -1;

/** The text is no range. */
export const noRange = -2;

/**
 * Versions arranged for ranges: `2`, `2.1`, `2.x`, `^2.1`, `~2.1.3`, `>=2 <3`, `1 || 2`. A range is read and looked up in one go
 * and without making anything: each comparator narrows the places that are meant by two binary searches.
 */
export class RangedVersions {
  readonly #size: number;
  readonly #majors: Float64Array;
  readonly #minors: Float64Array;
  readonly #patches: Float64Array;

  /** They ascend, and are out: pre-releases are never meant by a range. */
  constructor(versions: readonly Version[]) {
    this.#size = versions.length;
    this.#majors = Float64Array.from(versions, ({ numbers }) => numbers[0]);
    this.#minors = Float64Array.from(versions, ({ numbers }) => numbers[1]);
    this.#patches = Float64Array.from(versions, ({ numbers }) => numbers[2]);
  }

  /** The place of the newest one that a range means, {@link noVersion} or {@link noRange}. */
  newest(text: string): number {
    let newest = noVersion;
    let first = 0;
    let end = this.#size;
    let isEmpty = true;
    for (let at = 0; at < text.length;) {
      const code = text.charCodeAt(at);
      if (code === space) at += 1;
      else if (code === bar) {
        if (text.charCodeAt(at + 1) !== bar || isEmpty) return noRange;
        if (end > first && end - 1 > newest) newest = end - 1;
        first = 0;
        end = this.#size;
        isEmpty = true;
        at += 2;
      } else {
        if (!readComparator(text, at)) return noRange;
        at = cursor;
        isEmpty = false;
        const low = this.#firstFrom(from.major, from.minor, from.patch);
        if (low > first) first = low;
        const high = this.#firstFrom(to.major, to.minor, to.patch);
        if (high < end) end = high;
      }
    }
    if (isEmpty) return noRange;
    return end > first && end - 1 > newest ? end - 1 : newest;
  }

  /** The first place that is not before a version. */
  #firstFrom(major: number, minor: number, patch: number): number {
    let low = 0;
    let high = this.#size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const difference =
        (this.#majors[middle] as number) - major ||
        (this.#minors[middle] as number) - minor ||
        (this.#patches[middle] as number) - patch;
      if (difference < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The bounds that were read last: the first version that is meant, and the first one that is not meant any more. */
const from = { major: 0, minor: 0, patch: 0 };
const to = { major: 0, minor: 0, patch: 0 };

function set(bound: typeof from, major: number, minor: number, patch: number): void {
  bound.major = major;
  bound.minor = minor;
  bound.patch = patch;
}

const [space, bar, equal, greater, less, caret, tilde, dot] = [32, 124, 61, 62, 60, 94, 126, 46];

/** Digits a number of a range may have. A longer one is something else that went astray: a day without its hyphens, say. */
const mostDigits = 6;

/** Where the part that was read last ends. */
let cursor = 0;

/** A part that is left open, and one that is none. */
const [open, none] = [-1, -2];

/** The number at a place, or {@link open} for a letter that stands for any. */
function numberAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === 120 || code === 88 || code === 42) {
    cursor = at + 1;
    return open;
  }
  let value = 0;
  let end = at;
  for (; end < text.length; end += 1) {
    const digit = text.charCodeAt(end) - 48;
    if (digit < 0 || digit > 9) break;
    if (end - at >= mostDigits) return none;
    value = value * 10 + digit;
  }
  cursor = end;
  return end === at || (code === 48 && end > at + 1) ? none : value;
}

/** Reads a comparator, which ends before a space, before a bar, or with the text; says whether it is one. */
function readComparator(text: string, start: number): boolean {
  const sign = text.charCodeAt(start);
  const isSign = sign === equal || sign === greater || sign === less || sign === caret || sign === tilde;
  const isEqual = (sign === greater || sign === less) && text.charCodeAt(start + 1) === equal;
  const major = numberAt(text, start + (isSign ? (isEqual ? 2 : 1) : 0));
  if (major < 0) return false;
  const minor = text.charCodeAt(cursor) === dot ? numberAt(text, cursor + 1) : open;
  if (minor === none) return false;
  const isLonger = text.charCodeAt(cursor) === dot;
  const patch = isLonger ? numberAt(text, cursor + 1) : open;
  // `2.x.3` asks for nothing that there is.
  if (patch === none || (minor === open && patch !== open)) return false;
  const next = text.charCodeAt(cursor);
  if (cursor !== text.length && next !== space && next !== bar) return false;
  setBounds(isSign ? sign : equal, isEqual, major, minor, patch);
  return true;
}

/** Sets the bounds of a version whose later parts may be {@link open}. */
function setBounds(sign: number, isEqual: boolean, major: number, minor: number, patch: number): void {
  const least = sign === less ? 0 : major;
  set(from, least, sign === less || minor === open ? 0 : minor, sign === less || patch === open ? 0 : patch);
  switch (sign) {
    case tilde:
      setAfter(to, major, minor, open);
      return;
    case caret:
      // What follows the first number that is not zero may grow.
      if (major > 0) setAfter(to, major, open, open);
      else if (minor !== 0) setAfter(to, major, minor, open);
      else setAfter(to, major, minor, patch);
      return;
    case greater:
      if (!isEqual) setAfter(from, major, minor, patch);
      set(to, Number.POSITIVE_INFINITY, 0, 0);
      return;
    case less:
      if (isEqual) setAfter(to, major, minor, patch);
      else set(to, major, minor === open ? 0 : minor, patch === open ? 0 : patch);
      return;
    default:
      setAfter(to, major, minor, patch);
  }
}

/** The first version that the written part does not stand for. */
function setAfter(bound: typeof from, major: number, minor: number, patch: number): void {
  if (minor === open) set(bound, major + 1, 0, 0);
  else if (patch === open) set(bound, major, minor + 1, 0);
  else set(bound, major, minor, patch + 1);
}
