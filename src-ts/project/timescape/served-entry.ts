/** The module of one old contract: its validators and serialisers, and the way from there to the handler of today. */

import { createHash } from 'node:crypto';

import type { NamedTypesJson, NodeJson } from '../../manifest/gtype.js';
import type { Manifest } from '../../manifest/manifest.js';
import * as native from '../../native/index.js';
import { bodyShapeOf } from '../../pipeline/body-shape.js';
import type { ReleaseChange } from '../../timescape/definition.js';
import { secondsOf } from '../../timescape/timestamps.js';
import { partial } from './partial.js';
import type { OpenQuestion } from './pending.js';
import type { FrozenContract, StepJson } from './release-file.js';
import { apart, isSpared, ruleText, ruleType, rulesOf } from './rules.js';

/** Where the clients of a released handler are served today. */
export type Way =
  | { readonly kind: 'served'; readonly target: string; readonly steps: readonly Taken[] }
  | { readonly kind: 'gone' }
  | { readonly kind: 'open'; readonly questions: readonly OpenQuestion[] };

/** A step on the way, and what it is a part of. */
export interface Taken {
  readonly step: StepJson;
  /** The handler it begins at. */
  readonly handler: string;
  /** Its release; `undefined` for the working tree. */
  readonly release: string | undefined;
  readonly changes: () => readonly ReleaseChange[];
  /** The contract it begins at, and the one it leads to. */
  readonly from: () => FrozenContract;
  readonly to: () => FrozenContract;
}

/** A module of an old contract and the way from it. */
export interface Entry {
  readonly key: string;
  readonly text: string;
  readonly changes: readonly string[];
  /** What is known of it before it is loaded. */
  readonly transformer: string;
  /** The handler it leads to; `undefined` where it leads to none. */
  readonly target: string | undefined;
}

/** What is written. */
export interface EntryOptions {
  readonly id: string;
  readonly contract: string;
  readonly from: FrozenContract;
  readonly way: Way;
  readonly release: string;
  /** The contract of the handler. */
  readonly head: () => FrozenContract;
  readonly answers: 'checked' | 'trusted';
}

/** What is printed of a chain. */
interface Fused {
  readonly code: string | null;
  readonly up: boolean;
  /** Statuses of the handler whose answers are changed. */
  readonly down: readonly object[];
  readonly pointers: boolean;
  readonly custom: readonly string[];
}

function fused(from: FrozenContract, steps: readonly Taken[], to: FrozenContract): Fused {
  return JSON.parse(native.fuse(JSON.stringify({ from, steps: steps.map(({ step }) => step), to }))) as Fused;
}

/** Writes one. */
export function entryOf({ id, contract, from, way, head, release, answers }: EntryOptions): Entry {
  const steps = way.kind === 'served' ? way.steps : [];
  const whole = steps.length > 0 ? fused(from, steps, head()) : undefined;
  const stages = steps.some(({ step }) => rulesOf(step).length > 0) ? stagesOf(from, steps, head()) : [];
  // What people wrote by hand may give anything, and is looked at before it leaves.
  const checking = whole !== undefined && whole.custom.length > 0 ? 'checked' : answers;
  const rules = stages.flatMap((stage) => stage.rules);
  const compiled = native.compileContracts(
    JSON.stringify(manifestOf(id, from, rules)),
    JSON.stringify({ unknownKeys: from.unknownKeys, answers: checking, readers: 'bodies', format: 'function' }),
  );
  const said = rules.map((rule) => rule.said);
  const route = way.kind === 'served' ? { ...way, steps: steps.map(({ step }) => step) } : way;
  const key = createHash('sha256')
    .update(JSON.stringify(said.length === 0 ? [contract, route] : [contract, route, said]))
    .digest('hex')
    .slice(0, 16);
  return {
    key,
    changes: whole?.custom ?? [],
    transformer: `${id} ${release}`,
    target: way.kind === 'served' ? way.target : undefined,
    text: entrySource({ id, release, compiled, whole, stages, spared: sparedOf(steps, head), way, from }),
  };
}

/** The way up, cut where rules are looked at. The last piece has none. */
function stagesOf(from: FrozenContract, steps: readonly Taken[], head: FrozenContract): Stage[] {
  const stages: Stage[] = [];
  let at = from;
  let begun = 0;
  let count = 0;
  for (const [index, { step, handler, release, changes, to: reached }] of steps.entries()) {
    const own = rulesOf(step);
    if (own.length === 0) continue;
    const to = reached();
    const rules = own.map((rule): WrittenRule => {
      count += 1;
      const mark = String(count);
      const { at: place, to: now = place, choice, from: since = '', guide } = rule;
      const text = ruleText(handler, step, rule, changes());
      const begins = choice === 'reject' ? { from: secondsOf(since) * 1000 } : {};
      return {
        id: `rule ${mark}`,
        ...apart(ruleType(to, now) ?? { kind: 'never' }, to.types ?? {}, mark),
        said: { text, release, ...begins, ...(guide === undefined ? {} : { guide }) },
      };
    });
    stages.push({ chain: fused(at, steps.slice(begun, index + 1), to), rules });
    at = to;
    begun = index + 1;
  }
  if (stages.length > 0) stages.push({ chain: fused(at, steps.slice(begun), head), rules: [] });
  return stages;
}

/** A piece of the way up, and what is looked at behind it. */
interface Stage {
  readonly chain: Fused;
  readonly rules: readonly WrittenRule[];
}

interface WrittenRule {
  /** What its check is called in the module. */
  readonly id: string;
  readonly rule: NodeJson;
  readonly types: NamedTypesJson;
  /** The members of the rule beside its check. */
  readonly said: object;
}

/** A manifest with that handler, what is looked at on the way to it, and nothing else. */
export function manifestOf(id: string, frozen: FrozenContract, rules: readonly WrittenRule[] = []): Manifest {
  const { method, path, contract, types = {} } = frozen.method === 'PATCH' ? partial(frozen) : frozen;
  const source = { file: 'timescape', export: method, line: 1, column: 1 };
  return {
    manifest: 1,
    types: Object.assign({}, types, ...rules.map((rule) => rule.types)) as NamedTypesJson,
    handlers: [
      { id, method, path, source, contract },
      ...rules.map((rule) => ({
        id: rule.id,
        method: 'POST',
        path: '/',
        source,
        contract: { body: rule.rule, responses: [] },
      })),
    ],
    modules: [],
  };
}

interface EntrySource {
  readonly id: string;
  readonly release: string;
  readonly compiled: string;
  readonly whole: Fused | undefined;
  readonly stages: readonly Stage[];
  readonly spared: readonly Spared[];
  readonly way: Way;
  readonly from: FrozenContract;
}

function entrySource({ id, release, compiled, whole, stages, spared, way, from }: EntrySource): string {
  const chains = stages.map(({ chain }) => chain);
  const last = chains.at(-1);
  const made = chains.flatMap(({ code }, index) =>
    code === null ? [] : [`  const made${index} = stage${index}(changes);`],
  );
  const up = last === undefined ? whole?.up === true && 'made.up' : last.up && `made${chains.length - 1}.up`;
  const lines = [
    ...(whole === undefined || whole.code === null ? [] : [`  const made = transformer(changes);`]),
    ...made,
    '  return {',
    `    transformer: ${JSON.stringify(`${id} ${release}`)},`,
    `    path: ${JSON.stringify(from.path)},`,
    `    target: ${targetOf(way)},`,
    `    contract: contracts[${JSON.stringify(id)}],`,
    `    body: ${JSON.stringify(bodyShapeOf(from.contract, from.types ?? {}, from.unknownKeys))},`,
    ...(stages.length === 0 ? [] : ['    stages: [', ...stages.slice(0, -1).map(stageSource), '    ],']),
    ...(up === false ? [] : [`    up: ${up},`]),
    ...(whole !== undefined && whole.down.length > 0 ? ['    down: made.down,'] : []),
    ...(whole?.pointers === true ? ['    pointer: made.pointer,'] : []),
    ...(spared.length === 0 ? [] : ['    spared: [', ...spared.map(sparedSource), '    ],']),
    `    custom: ${whole !== undefined && whole.custom.length > 0},`,
    '  };',
  ];
  const transformers = [
    ['transformer', whole?.code ?? null],
    ...chains.map(({ code }, index) => [`stage${index}`, code]),
  ];
  const written = transformers.flatMap(([name, code]) => (code === null ? [] : [`\nconst ${name} = ${code};\n`]));
  // A module stays in memory for ever, and what its functions make does not: all of it is made in there.
  return `const contractsOf = () => {
${compiled}
};
${written.join('')}
/** What clients of ${id} at ${release} get. */
export function entry(changes) {
  const { contracts } = contractsOf();
${lines.join('\n')}
}
`;
}

/** A place that is spared, with what tells where a place of the handler's request was in the contract it is a place of. */
interface Spared {
  readonly at: string;
  readonly names: string | null;
}

/** Where the handler goes on getting what its contract refuses. */
function sparedOf(steps: readonly Taken[], head: () => FrozenContract): Spared[] {
  return steps.flatMap(({ step: { narrowed = [] }, from }, index) =>
    narrowed.filter(isSpared).map(({ at }) => {
      const { code, pointers } = fused(from(), steps.slice(index), head());
      return { at: at.replace('#', ''), names: pointers ? code : null };
    }),
  );
}

function sparedSource({ at, names }: Spared): string {
  const pointer = names === null ? '' : `, pointer: (${names})(changes).pointer`;
  return `      { at: ${JSON.stringify(at)}${pointer} },`;
}

/** What is looked at behind a piece of the way. */
function stageSource({ chain, rules }: Stage, index: number): string {
  const members = [
    ...(chain.up ? [`up: made${index}.up`] : []),
    ...(chain.pointers ? [`pointer: made${index}.pointer`] : []),
  ];
  const checked = rules.map(({ id, said }) => {
    const { from, ...words } = said as { readonly from?: number };
    const begins = from === undefined ? '' : `, from: ${from}`;
    return `{ check: contracts[${JSON.stringify(id)}].body, ...${JSON.stringify(words)}${begins} }`;
  });
  return `      { ${[...members, `rules: [${checked.join(', ')}]`].join(', ')} },`;
}

/** The handler's id, or a function where there is no handler. */
function targetOf(way: Way): string {
  switch (way.kind) {
    case 'served':
      return JSON.stringify(way.target);
    case 'gone':
      return `() => { throw Object.assign(new Error('the route was removed, and nobody serves it any more'), { status: 410, code: 'GATI_ROUTE_GONE' }); }`;
    case 'open': {
      const questions = way.questions.map(({ text }) => text).join('; ');
      return `() => { throw new Error(${JSON.stringify(`questions are open about this release: ${questions}`)}); }`;
    }
  }
}
