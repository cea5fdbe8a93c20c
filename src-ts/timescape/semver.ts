/** Versions and ranges of them, as far as clients ask for releases by these. */

/** A version. Build metadata has no part in it. */
export interface Version {
  readonly numbers: readonly [major: number, minor: number, patch: number];
  /** The parts of the pre-release; empty for a version that is out. */
  readonly early: readonly string[];
}

const number = '(0|[1-9]\\d{0,8})';
/** A number as people write ranges with. A longer one is something else that went astray, a day without its hyphens say. */
const short = '(0|[1-9]\\d{0,5})';
const early = '(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?(?:\\+[0-9A-Za-z.-]+)?';
const exactShape = new RegExp(`^${number}\\.${number}\\.${number}${early}$`);
const comparatorShape = new RegExp(
  `^(\\^|~|>=|<=|>|<|=)?${short}(?:\\.(?:${short}|[xX*])(?:\\.(?:${short}|[xX*]))?)?$`,
);

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
  for (const alternative of text.split('||')) {
    const comparators = alternative.trim().split(/\s+/).map(boundsOf);
    if (!comparators.every((bounds) => bounds !== undefined)) return undefined;
    alternatives.push(comparators);
  }
  return ({ numbers, early: before }) =>
    before.length === 0 && alternatives.some((all) => all.every((bounds) => isWithin(numbers, bounds)));
}

function isWithin(numbers: Numbers, { from, to }: Bounds): boolean {
  return compareNumbers(numbers, from) >= 0 && compareNumbers(numbers, to) < 0;
}

function compareNumbers(left: Numbers, right: Numbers): number {
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}

function boundsOf(text: string): Bounds | undefined {
  const found = comparatorShape.exec(text);
  if (found === null) return undefined;
  const [, operator = '', ...parts] = found;
  const [major = 0, minor, patch] = parts.map((part) => (part === undefined ? undefined : Number(part)));
  // `2.x.3` says nothing.
  if (minor === undefined && patch !== undefined) return undefined;
  const from: Numbers = [major, minor ?? 0, patch ?? 0];
  const afterMajor: Numbers = [major + 1, 0, 0];
  const afterMinor: Numbers = minor === undefined ? afterMajor : [major, minor + 1, 0];
  /** The first one that the written part does not stand for. */
  const after: Numbers = minor === undefined || patch === undefined ? afterMinor : [major, minor, patch + 1];
  switch (operator) {
    case '':
    case '=':
      return { from, to: after };
    case '~':
      return { from, to: afterMinor };
    case '^':
      if (major > 0 || minor === undefined) return { from, to: afterMajor };
      return { from, to: minor > 0 || patch === undefined ? [0, minor + 1, 0] : [0, 0, patch + 1] };
    case '>=':
      return { from, to: last };
    case '>':
      return { from: after, to: last };
    case '<=':
      return { from: first, to: after };
    default:
      return { from: first, to: from };
  }
}
