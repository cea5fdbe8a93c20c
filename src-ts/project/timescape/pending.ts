/** What the working tree is to the newest release: what changed, how old clients are carried over it, and what is still to be answered. */

import { join } from 'node:path';

import { GatiError } from '../../errors/gati-error.js';
import type { JsonValue, UnknownKeys } from '../../manifest/gtype.js';
import type { Manifest } from '../../manifest/manifest.js';
import * as native from '../../native/index.js';
import { readIfPresent } from '../files.js';
import { routeFile, routeKeyOf } from '../../timescape/route-key.js';
import { digestOf, folderName, whyNotJson, type Releases } from './folder.js';
import { diffFrozen, freezeManifest, releasedContracts, type FrozenHandlers } from './frozen.js';
import type { FrozenContract, ReleaseFile, StepJson } from './release-file.js';
import type { Report } from './report.js';
import { objectionsTo } from './rules.js';

/** Something that only people can answer, as `crates/gati-timescape` asks it. */
export interface OpenQuestion {
  /** The same for the same question, however often it is asked. */
  readonly id: string;
  /** What to do: write a function, confirm or deny a rename, choose what becomes of requests that no longer fit. */
  readonly kind: 'stub' | 'confirm' | 'narrowed';
  /** `body`, `query`, `responses/200`. */
  readonly position: string;
  /** The place as a decision names it: `body#/name`, `User#/name`. */
  readonly at: string;
  readonly text: string;
  /** For `confirm`: whether nothing can be released before it is answered; functions and choices are always waited for. */
  readonly blocking?: boolean;
  /** For `stub`: the type that is wanted, as TypeScript, and what such a function usually does. */
  readonly wanted?: string;
  readonly hint?: string;
  /** For `confirm`: what it may be called now, and how alike the two are, up to 1. */
  readonly what?: string;
  readonly from?: JsonValue;
  readonly to?: JsonValue;
  readonly score?: number;
}

/** What leads from one handler of the newest release to the working tree. */
export interface PendingStep {
  /** The handler in the newest release. */
  readonly handler: string;
  readonly step: StepJson;
  /** The name of its files in `changes/`, without ending. */
  readonly name: string;
  readonly open: readonly OpenQuestion[];
}

/** The questions without whose answers nothing is released. */
export function blocking(step: PendingStep): readonly OpenQuestion[] {
  return step.open.filter(isBlocking);
}

/** Whether nothing is released before it is answered. */
export function isBlocking({ kind, blocking: isAsked }: OpenQuestion): boolean {
  return kind !== 'confirm' || isAsked === true;
}

/** Everything that is not released yet. */
export interface Pending {
  /** The newest release; `undefined` before the first. */
  readonly against: ReleaseFile | undefined;
  readonly handlers: FrozenHandlers;
  readonly report: Report;
  readonly steps: readonly PendingStep[];
  /** Files in `changes/` that the steps are made with, with the SHA-256 of each. */
  readonly files: Readonly<Record<string, string>>;
}

/** Compares the working tree with the newest release, and with those before it that are still served. */
export function pendingChanges(
  root: string,
  manifest: Manifest,
  unknownKeys: UnknownKeys,
  releases: Releases,
): Pending {
  return pendingBetween(root, freezeManifest(manifest, unknownKeys), releases);
}

/** The same for an API whose contracts are frozen already. */
export function pendingBetween(root: string, handlers: FrozenHandlers, releases: Releases): Pending {
  const against = releases.files.at(-1);
  if (against === undefined) return { against, handlers, report: { bump: 'none', changes: [] }, steps: [], files: {} };
  const before = releasedContracts(releases, against);
  const line = releases.files.slice(0, -1).map((file) => releasedContracts(releases, file));
  const report = diffFrozen(before, handlers, line);
  // How a parameter is called does not matter to clients.
  const byRoute = new Map(Object.keys(handlers).map((id) => [routeKeyOf(id), id]));
  const folder = join(root, folderName);
  const files: Record<string, string> = {};
  const steps: PendingStep[] = [];
  for (const [id, { text, shape }] of Object.entries(before)) {
    const sameRoute = byRoute.get(routeKeyOf(id));
    const now = handlers[id];
    if (sameRoute === id && now !== undefined && now.shape === shape && isSameValue(text, now.text)) continue;
    const name = changeName(id, against.semver);
    const decisions = readDecisions(folder, `changes/${name}.json`, files);
    const code = take(folder, `changes/${name}.ts`, files);
    const custom = code === undefined ? undefined : `changes/${name}.ts`;
    const { step, open: asked } = plan({ id, sameRoute, before: text, decisions, custom, handlers });
    const open = code !== undefined && unfilled.test(code) ? [...asked, toFill(name)] : asked;
    if (open.length > 0 || step.to !== id || !isIdentity(step)) steps.push({ handler: id, step, name, open });
  }
  return { against, handlers, report, steps, files };
}

/** What a handler has another value for than what is sent: a `Date` is text on the wire. */
const converted = /"kind":\s*"(?:date|bigint|bytes|url|regexp|file|set|map)"/u;

/** Whether contracts that mean the same on the wire also mean the same to a handler. */
function isSameValue(before: string, after: string): boolean {
  return before === after || !(converted.test(before) || converted.test(after));
}

/** A place of a change file that nobody has filled; also one that a cast hides from `tsc`. `Array(3).fill(0)` is none. */
const unfilled = /(?<![.\w$])fill\s*\(/u;

function toFill(name: string): OpenQuestion {
  const text = `timescape/changes/${name}.ts has a fill() that is not filled`;
  return { id: `fill ${name}`, kind: 'stub', position: 'operation', at: '', text };
}

interface Planned {
  readonly id: string;
  /** The handler of the working tree that has the same route. */
  readonly sameRoute: string | undefined;
  readonly before: string;
  readonly decisions: Decisions;
  readonly custom: string | undefined;
  readonly handlers: FrozenHandlers;
}

/** What `changes/<name>.json` says beyond what `crates/gati-timescape` reads of it. */
interface Decisions {
  /** The handler that serves the route's clients from here on, where the route itself is gone. */
  readonly to?: string;
  /** `true`: the route's clients are told that it is gone. */
  readonly gone?: boolean;
}

function plan({ id, sameRoute, before, decisions, custom, handlers }: Planned): Pick<PendingStep, 'step' | 'open'> {
  const { to = sameRoute, gone, ...others } = decisions;
  const after = to !== undefined && Object.hasOwn(handlers, to) ? handlers[to] : undefined;
  if (to === undefined || after === undefined)
    return { step: { to: null }, open: gone === true && to === undefined ? [] : [lost(id, to)] };
  const given = custom === undefined ? others : { ...others, file: custom };
  const answer = native.planStep(before, after.text, JSON.stringify(given));
  const { step, open } = JSON.parse(answer) as Pick<PendingStep, 'step' | 'open'>;
  const objections = objectionsTo(step, JSON.parse(after.text) as FrozenContract);
  return { step: { ...step, to }, open: [...open, ...objections.map((text) => undecided(id, text))] };
}

/** A decision that nobody could carry out may not be released as if it were. */
function undecided(id: string, text: string): OpenQuestion {
  return { id: `policy ${id} ${text}`, kind: 'narrowed', position: 'policy', at: '', text };
}

function lost(id: string, to: string | undefined): OpenQuestion {
  const text =
    to === undefined
      ? `${id} is gone: say who serves its clients with { "to": "<handler>" }, or that nobody does with { "gone": true }`
      : `there is no handler ${to} to serve the clients of ${id}`;
  return { id: `route ${id}`, kind: 'narrowed', position: 'operation', at: '', text, blocking: true };
}

function readDecisions(folder: string, name: string, files: Record<string, string>): Decisions {
  const text = take(folder, name, files);
  if (text === undefined) return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    const reason = whyNotJson(text, thrown);
    throw new GatiError('GATI_RELEASES_DAMAGED', { values: { file: join(folder, name), reason } });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new GatiError('GATI_RELEASES_DAMAGED', { values: { file: join(folder, name), reason: 'it is no object' } });
}

/** A file's text, which becomes a part of the release. */
function take(folder: string, name: string, files: Record<string, string>): string | undefined {
  const text = readIfPresent(join(folder, name));
  if (text !== undefined) files[name] = digestOf(text);
  return text;
}

/**
 * `get.users._id.after-1.4.0`: the handler, and the release that its clients know. Different handlers have different names,
 * also where file names have no capitals.
 */
export function changeName(id: string, semver: string): string {
  return `${routeFile(id)}.after-${semver}`;
}

/** Whether nothing is done in a step, and nothing was decided that has to be known later. */
function isIdentity({ request, responses, custom, narrowed = [] }: StepJson): boolean {
  return (
    request === undefined &&
    custom === undefined &&
    narrowed.length === 0 &&
    Object.entries(responses ?? {}).every(
      ([status, response]) => String(response.status) === status && response.transform === undefined,
    )
  );
}
