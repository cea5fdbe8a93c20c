/**
 * What can happen to releases. The registry is the list of these events; what holds now follows from them (`state.ts`),
 * so nothing is ever changed or taken out.
 */

import { GatiError } from '../../errors/gati-error.js';
import { isMoment } from './ids.js';

/** A deployment announces a release: it waits for `expects` instances before it is activated. */
export interface RegisteredEvent {
  readonly kind: 'registered';
  readonly release: string;
  readonly semver?: string;
  readonly expects: number;
}

/** An instance that has the release can serve it. */
export interface ReadyEvent {
  readonly kind: 'ready';
  readonly release: string;
  readonly instance: string;
}

/** An instance that said it was ready has gone before the release was activated. */
export interface LeftEvent {
  readonly kind: 'left';
  readonly release: string;
  readonly instance: string;
}

/** From `at` on the release is what a request of now gets. */
export interface ActivatedEvent {
  readonly kind: 'activated';
  readonly release: string;
  readonly at: string;
}

/** A name for a release; `null` takes the name away. */
export interface LabelledEvent {
  readonly kind: 'labelled';
  readonly label: string;
  readonly release: string | null;
}

/** A span of time: from the first moment on, and before the second. */
export interface Window {
  readonly from: string;
  readonly to: string;
}

/** The release, or one route of it, is deprecated from `at` on and may be retired after `sunset`. */
export interface DeprecatedEvent {
  readonly kind: 'deprecated';
  readonly release: string;
  readonly at: string;
  readonly sunset?: string;
  readonly successor?: string;
  /** Where people read how to move on: a URL or a path. */
  readonly guide?: string;
  /** The only route that is meant, `GET /users/{}`; absent: all of them. */
  readonly route?: string;
  /** When it is not served, so that those notice who heard nothing. */
  readonly brownouts?: readonly Window[];
}

/** The release is served no more: 410. `forced` where callers or a Sunset to come were passed over. */
export interface RetiredEvent {
  readonly kind: 'retired';
  readonly release: string;
  readonly successor?: string;
  readonly forced?: true;
  readonly reason?: string;
}

/** The release should not be used: no range and no label leads to it. `strict` refuses those pinned to it, too. */
export interface YankedEvent {
  readonly kind: 'yanked';
  readonly release: string;
  readonly reason: string;
  readonly strict: boolean;
}

/** The release was withdrawn in favour of an earlier one, whose activation is the next event. */
export interface RolledBackEvent {
  readonly kind: 'rolledBack';
  readonly release: string;
  readonly to: string;
  readonly reason?: string;
  readonly strict: boolean;
}

/** A deprecation, a retirement or a yank is taken back. */
export interface RestoredEvent {
  readonly kind: 'restored';
  readonly release: string;
  readonly from: 'deprecated' | 'retired' | 'yanked';
  /** With `deprecated`: the only route that is meant. */
  readonly route?: string;
}

/** The release that a request gets which names none. */
export interface BaselineEvent {
  readonly kind: 'baseline';
  readonly release: string;
}

/** One thing that happened. */
export type TimescapeEvent =
  | RegisteredEvent
  | ReadyEvent
  | LeftEvent
  | ActivatedEvent
  | LabelledEvent
  | DeprecatedEvent
  | RetiredEvent
  | YankedEvent
  | RolledBackEvent
  | RestoredEvent
  | BaselineEvent;

/** What was recorded at once: all of the events or none. */
export interface RegistryEntry {
  /** 1 for the first entry, and one more for each. */
  readonly revision: number;
  /** When it was recorded, by the clock of who did. */
  readonly at: string;
  /** Who did. */
  readonly by?: string;
  readonly events: readonly TimescapeEvent[];
}

/** What a member has to be, and how that is said. */
interface MemberRule {
  readonly fits: (value: unknown) => boolean;
  readonly wanted: string;
  readonly optional?: true;
}

/** A label begins with a letter, so that it is neither a time nor a version. */
const labelShape = /^[a-z][a-z0-9._-]{0,63}$/;
const versionShape = /^\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/;

/** Whether a text can name a release. */
export function isLabel(text: unknown): text is string {
  return typeof text === 'string' && labelShape.test(text);
}

const moment: MemberRule = { fits: isMoment, wanted: 'a time such as 2026-01-10T08:00:00Z' };
const text: MemberRule = {
  // A NUL or half a character cannot be kept everywhere.
  fits: (value) => typeof value === 'string' && value !== '' && value.length <= 1000 && !/[\0\p{Cs}]/u.test(value),
  wanted: 'text of at most 1000 characters',
};
const flag: MemberRule = { fits: (value) => typeof value === 'boolean', wanted: 'true or false' };
/** A route as `routeKey` spells it. */
const route: MemberRule = {
  fits: (value) => text.fits(value) && /^[A-Z]+ \/\S*$/.test(value as string),
  wanted: 'a route such as GET /users/{}',
};
const windows: MemberRule = {
  fits: (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.length <= 50 &&
    value.every(({ from, to }: Record<string, unknown> = {}) => isMoment(from) && isMoment(to) && from < to),
  wanted: 'at most 50 spans of time, { from, to }',
};
const maybe = (rule: MemberRule): MemberRule => ({ ...rule, optional: true });

/** Every kind with its members beside `kind`. */
const members: Readonly<Record<TimescapeEvent['kind'], Readonly<Record<string, MemberRule>>>> = {
  registered: {
    release: moment,
    semver: maybe({ fits: (value) => typeof value === 'string' && versionShape.test(value), wanted: 'a version' }),
    expects: {
      fits: (value) => Number.isSafeInteger(value) && (value as number) >= 1,
      wanted: 'a whole number from 1 on',
    },
  },
  ready: { release: moment, instance: text },
  left: { release: moment, instance: text },
  activated: { release: moment, at: moment },
  labelled: {
    label: { fits: isLabel, wanted: 'a letter, then letters, digits, ".", "_" or "-", all small' },
    release: { fits: (value) => value === null || isMoment(value), wanted: `null or ${moment.wanted}` },
  },
  deprecated: {
    release: moment,
    at: moment,
    sunset: maybe(moment),
    successor: maybe(moment),
    guide: maybe(text),
    route: maybe(route),
    brownouts: maybe(windows),
  },
  retired: {
    release: moment,
    successor: maybe(moment),
    forced: maybe({ fits: (value) => value === true, wanted: 'true' }),
    reason: maybe(text),
  },
  yanked: { release: moment, reason: text, strict: flag },
  rolledBack: { release: moment, to: moment, reason: maybe(text), strict: flag },
  restored: {
    release: moment,
    from: {
      fits: (value) => value === 'deprecated' || value === 'retired' || value === 'yanked',
      wanted: 'deprecated, retired or yanked',
    },
    route: maybe(route),
  },
  baseline: { release: moment },
};

/** Why a value is no event; `undefined` where it is one. */
export function objectionTo(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'it is no object';
  const event = value as Readonly<Record<string, unknown>>;
  const { kind } = event;
  if (typeof kind !== 'string' || !Object.hasOwn(members, kind)) return `this version knows no kind ${spelled(kind)}`;
  const rules = members[kind as TimescapeEvent['kind']];
  for (const [name, rule] of Object.entries(rules)) {
    if (event[name] === undefined ? rule.optional !== true : !rule.fits(event[name]))
      return `${name} has to be ${rule.wanted}, not ${spelled(event[name])}`;
  }
  const unknown = Object.keys(event).find((name) => name !== 'kind' && !Object.hasOwn(rules, name));
  return unknown === undefined ? afterwards(event) : `${kind} has no member ${spelled(unknown)}`;
}

/** RFC 8594: a Sunset is never before the Deprecation. */
function afterwards({ kind, at, sunset }: Readonly<Record<string, unknown>>): string | undefined {
  if (kind !== 'deprecated' || sunset === undefined || (sunset as string) >= (at as string)) return undefined;
  return `the Sunset ${String(sunset)} is before the Deprecation ${String(at)}`;
}

function spelled(value: unknown): string {
  const written = JSON.stringify(value) ?? 'nothing';
  return written.length > 60 ? `${written.slice(0, 57)}…` : written;
}

/** The events that may be recorded. */
export function checkedEvents(events: readonly TimescapeEvent[]): readonly TimescapeEvent[] {
  for (const event of events) {
    const reason = objectionTo(event);
    if (reason === undefined) continue;
    throw new GatiError('GATI_TIMESCAPE_EVENT_INVALID', { values: { event: String(event?.kind), reason } });
  }
  return events;
}
