/** The files of a step that people have to finish: begun once, and then theirs. */

import { join } from 'node:path';

import * as native from '../../native/index.js';
import { readIfPresent, writeIfChanged, writeWhole } from '../files.js';
import { folderName } from './folder.js';
import type { FrozenContract } from './release-file.js';
import { blocking, type OpenQuestion, type PendingStep } from './pending.js';

/** What was written for a step. */
export interface BegunChange {
  readonly handler: string;
  /** Relative to the project. */
  readonly files: readonly string[];
}

/**
 * Begins the files of a step: the types of both sides, which are written anew, a change file with a `fill` for each value
 * that has to be made, and the decisions that name its functions. What people have written stays; a change file that they
 * began themselves gets its types.
 */
export function beginChange(root: string, step: PendingStep, before: string, after: string): BegunChange {
  const folder = join(root, folderName, 'changes');
  const stubs = blocking(step).filter(({ kind, at }) => kind === 'stub' && at !== '');
  const written: string[] = [];
  const code = join(folder, `${step.name}.ts`);
  const isBegun = readIfPresent(code) !== undefined;
  if (stubs.length === 0 && !isBegun) return { handler: step.handler, files: written };
  const put = (ending: string): void => void written.push(`${folderName}/changes/${step.name}${ending}`);
  if (writeIfChanged(join(folder, `${step.name}.types.ts`), native.declareStep(before, after))) put('.types.ts');
  if (stubs.length === 0) return { handler: step.handler, files: written };
  const statuses = statusNames(step, after);
  if (!isBegun) {
    writeWhole(code, changeSource(step, stubs, statuses));
    put('.ts');
  }
  const decisions = join(folder, `${step.name}.json`);
  const said = JSON.parse(readIfPresent(decisions) ?? '{}') as { custom?: readonly Named[] };
  const named = said.custom ?? [];
  const missing = callsOf(stubs, statuses).filter(({ at }) => !named.some((one) => one.at === at));
  if (missing.length > 0) {
    writeWhole(decisions, `${JSON.stringify({ ...said, custom: [...named, ...missing] }, null, 2)}\n`);
    put('.json');
  }
  return { handler: step.handler, files: written };
}

/** A function of the change file, and the place of the value it makes. */
interface Named {
  readonly at: string;
  readonly call: readonly string[];
}

/** One function for the request, and one for each status. */
function callsOf(stubs: readonly OpenQuestion[], statuses: (status: string) => string): Named[] {
  const positions = new Set(stubs.map(({ position }) => (position.startsWith('responses/') ? position : 'request')));
  return [...positions].map((position) =>
    position === 'request'
      ? { at: 'request', call: ['request'] }
      : { at: `${position}#`, call: ['responses', statuses(position.slice('responses/'.length))] },
  );
}

/** Questions name the status that old clients know; functions have the name of the handler's, whose answer they are given. */
function statusNames({ step }: PendingStep, after: string): (status: string) => string {
  const { contract } = JSON.parse(after) as FrozenContract;
  const today = new Set(contract.responses.map(({ status }) => String(status)));
  const moved = Object.entries(step.responses ?? {}).map(([now, { status }]) => [String(status), now] as const);
  return (status) => (today.has(status) ? status : (moved.find(([before]) => before === status)?.[1] ?? status));
}

function changeSource(
  { handler, name }: PendingStep,
  stubs: readonly OpenQuestion[],
  statusName: (status: string) => string,
): string {
  const request = stubs.filter(({ position }) => !position.startsWith('responses/'));
  const statuses = new Map<string, OpenQuestion[]>();
  for (const stub of stubs) {
    if (!stub.position.startsWith('responses/')) continue;
    const status = statusName(stub.position.slice('responses/'.length));
    statuses.set(status, [...(statuses.get(status) ?? []), stub]);
  }
  const lines = [
    `import { change, fill } from '@gati-framework/core/change';`,
    `import type { New, Old } from './${name}.types.js';`,
    '',
    `/** Carries clients of ${comment(handler)} over the change. Each \`fill\` stands where a value has to be made. */`,
    'export default change<Old, New>({',
  ];
  if (request.length > 0) lines.push('  request: (old, generated) => {', ...hints(request), '  },');
  if (statuses.size > 0) {
    lines.push('  responses: {');
    for (const [status, own] of statuses)
      lines.push(`    ${status}: (answer, generated) => {`, ...hints(own).map((line) => `  ${line}`), '    },');
    lines.push('  },');
  }
  return `${[...lines, '});'].join('\n')}\n`;
}

/** The generated part, and a `fill` that says what is missing of it. */
function hints(stubs: readonly OpenQuestion[]): string[] {
  const lines = stubs.map(({ at, text, wanted, hint }) => {
    const said = [`${at}: ${text}`, wanted === undefined ? '' : `wanted: ${wanted}`, hint ?? ''];
    return `    // ${comment(said.filter((part) => part !== '').join('; '))}`;
  });
  const text = stubs.map(({ at }) => at).join(', ');
  return [...lines, `    return fill(${JSON.stringify(text)});`];
}

/** Text in a comment: on one line, and nothing ends it. */
function comment(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').replaceAll('*/', '*\\/');
}
