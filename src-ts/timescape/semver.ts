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

/** Whether a version is meant. Pre-releases are never meant by a range. */
export type Range = (version: Version) => boolean;

type Numbers = Version['numbers'];

interface Bounds {
  /** The first one that is meant. */
  readonly from: Numbers;
  /** The first one that is not meant any more. */
  readonly to: Numbers;
}

const first: Numbers = [0, 0, 0];
const last: Numbers = [Number.POSITIVE_INFINITY, 0, 0];

/**
 * `2`, `2.1`, `2.x`, `^2.1`, `~2.1.3`, `>=2 <3`, `1 || 2`; `undefined` for what is none of them. A bare version of three
 * numbers is no range here: it names one release.
 */
export function rangeOf(text: string): Range | undefined {
  const alternatives: Bounds[][] = [];
  let all: Bounds[] = [];
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === space) at += 1;
    else if (code === bar) {
      if (text.charCodeAt(at + 1) !== bar || all.length === 0) return undefined;
      alternatives.push(all);
      all = [];
      at += 2;
    } else {
      const bounds = comparatorAt(text, at);
      if (bounds === undefined) return undefined;
      all.push(bounds);
      at = cursor;
    }
  }
  if (all.length === 0) return undefined;
  alternatives.push(all);
  return ({ numbers, early: before }) => before.length === 0 && alternatives.some((one) => isWithinAll(numbers, one));
}

function isWithinAll(numbers: Numbers, all: readonly Bounds[]): boolean {
  for (const bounds of all) if (!isWithin(numbers, bounds)) return false;
  return true;
}

function isWithin(numbers: Numbers, { from, to }: Bounds): boolean {
  return compareNumbers(numbers, from) >= 0 && compareNumbers(numbers, to) < 0;
}

function compareNumbers(left: Numbers, right: Numbers): number {
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
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

/** The bounds that a comparator sets, which ends before a space, before a bar, or with the text. */
function comparatorAt(text: string, start: number): Bounds | undefined {
  const sign = text.charCodeAt(start);
  const isSign = sign === equal || sign === greater || sign === less || sign === caret || sign === tilde;
  const isEqual = (sign === greater || sign === less) && text.charCodeAt(start + 1) === equal;
  const major = numberAt(text, start + (isSign ? (isEqual ? 2 : 1) : 0));
  if (major < 0) return undefined;
  const minor = text.charCodeAt(cursor) === dot ? numberAt(text, cursor + 1) : open;
  if (minor === none) return undefined;
  const isLonger = text.charCodeAt(cursor) === dot;
  const patch = isLonger ? numberAt(text, cursor + 1) : open;
  // `2.x.3` asks for nothing that there is.
  if (patch === none || (minor === open && patch !== open)) return undefined;
  const next = text.charCodeAt(cursor);
  if (cursor !== text.length && next !== space && next !== bar) return undefined;
  return boundsOf(isSign ? sign : equal, isEqual, major, minor, patch);
}

/** The bounds of a version whose later parts may be {@link open}. */
function boundsOf(sign: number, isEqual: boolean, major: number, minor: number, patch: number): Bounds {
  const from: Numbers = [major, minor === open ? 0 : minor, patch === open ? 0 : patch];
  const afterMajor: Numbers = [major + 1, 0, 0];
  const afterMinor: Numbers = minor === open ? afterMajor : [major, minor + 1, 0];
  /** The first one that the written part does not stand for. */
  const after: Numbers = patch === open ? afterMinor : [major, minor, patch + 1];
  switch (sign) {
    case tilde:
      return { from, to: afterMinor };
    case caret:
      if (major > 0 || minor === open) return { from, to: afterMajor };
      return { from, to: minor > 0 || patch === open ? [0, minor + 1, 0] : [0, 0, patch + 1] };
    case greater:
      return isEqual ? { from, to: last } : { from: after, to: last };
    case less:
      return isEqual ? { from: first, to: after } : { from: first, to: from };
    default:
      return { from, to: after };
  }
}
