/**
 * A long run: seeds in pieces, handed to processes that are replaced when one takes too long or dies. A piece that is lost
 * is asked again by seed, then by half of its types, until the one type is known that holds the others up.
 *
 * What is done is written down at once, so that the same command goes on where it was stopped. It begins again when the
 * analyzer or the grammar is another one.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { headline } from './compare.js';
import { PER_SEED, type Piece, type Reply, type Shrink } from './pieces.js';

export interface LongRun {
  /** The bundled `worker.ts`. */
  readonly worker: string;
  /** The analyzer, compiled. */
  readonly analyzer: string;
  /** What the answers depend on: another one of these is another run. */
  readonly version: string;
  /** Where to write. */
  readonly folder: string;
  /** How many types are to be compared, from which seed on. */
  readonly count: number;
  readonly seed: number;
  readonly processes: number;
  readonly report: (line: string) => void;
}

/** A disagreement in few words. */
interface Found {
  readonly seed: number;
  readonly name: string;
  readonly text: string;
  readonly theirs: string;
  readonly ours: string;
}

/** One line of what is written down. */
interface Done {
  readonly first: number;
  readonly compared: number;
  readonly endless: number;
  readonly unresolved: readonly string[];
  readonly wrong: readonly Found[];
  readonly gaveUp: readonly string[];
  readonly crashed: readonly string[];
}

const SEEDS_AT_ONCE = 10;
/** A process that has done so many pieces makes room for a new one: the checker gives nothing back. */
const PIECES_PER_PROCESS = 12;
const MEGABYTES = 3_072;
/** How many disagreements are made as small as they go when all is done, which takes seconds each. */
const TOLD_SHORTLY = 40;

/** Compares the types, and says whether both sides agreed on all of them. */
export async function longRun(run: LongRun): Promise<boolean> {
  mkdirSync(run.folder, { recursive: true });
  const record = join(run.folder, `from-${run.seed}.jsonl`);
  const done = readRecord(record, run.version);
  if (done.length > 0) run.report(`going on after ${done.length * SEEDS_AT_ONCE} seeds`);
  const known = new Set(done.map(({ first }) => first));
  const began = performance.now();
  let next = run.seed;
  const compared = (): number => done.reduce((sum, each) => sum + each.compared, 0);
  const lane = async (): Promise<void> => {
    const worker = new Worker(run);
    while (compared() < run.count) {
      const first = next;
      next += SEEDS_AT_ONCE;
      if (known.has(first)) continue;
      const result = await batch(worker, first);
      done.push(result);
      appendFileSync(record, `${JSON.stringify(result)}\n`);
      if (done.length % 10 === 0) run.report(`${summary(done)} after ${seconds(began)} s`);
    }
    worker.stop();
  };
  await Promise.all(Array.from({ length: run.processes }, lane));
  done.sort((left, right) => left.first - right.first);
  const found = await toldShortly(
    done.flatMap(({ wrong }) => wrong),
    run,
  );
  for (const each of found) run.report(spell(each));
  writeFileSync(join(run.folder, `from-${run.seed}.md`), pageOf(done, found, run));
  writeFileSync(join(run.folder, `from-${run.seed}.txt`), archiveOf(found, run));
  run.report(summary(done));
  run.report(`seeds ${run.seed} to ${(done.at(-1)?.first ?? run.seed) + SEEDS_AT_ONCE - 1}`);
  return done.every(({ wrong, crashed }) => wrong.length + crashed.length === 0);
}

/** The shortest of what was found in fewer words, and everything else as it is. */
async function toldShortly(all: readonly Found[], run: LongRun): Promise<readonly Found[]> {
  const shortest = [...all].sort((left, right) => left.text.length - right.text.length);
  const found = shortest.slice(TOLD_SHORTLY);
  const pending = shortest.slice(0, TOLD_SHORTLY);
  const lane = async (): Promise<void> => {
    const worker = new Worker(run);
    for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
      const told = await worker.ask({ kind: 'shrink', text: next.text, name: next.name }, 120_000);
      const isSmaller = told.kind === 'shrunk' && told.theirs !== '';
      found.push(isSmaller ? { ...next, text: told.text, theirs: told.theirs, ours: told.ours } : next);
    }
    worker.stop();
  };
  await Promise.all(Array.from({ length: run.processes }, lane));
  return found.sort((left, right) => left.text.length - right.text.length);
}

function seconds(began: number): string {
  return ((performance.now() - began) / 1000).toFixed(0);
}

function readRecord(path: string, version: string): Done[] {
  const heading = JSON.stringify({ version });
  const [first, ...lines] = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  if (first === heading) return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Done);
  rmSync(path, { force: true });
  appendFileSync(path, `${heading}\n`);
  return [];
}

/** Ten seeds, however many pieces that takes. */
async function batch(worker: Worker, first: number): Promise<Done> {
  const done = { first, compared: 0, endless: 0, unresolved: [], wrong: [], gaveUp: [], crashed: [] } as {
    -readonly [Key in keyof Done]: Done[Key] extends readonly (infer Item)[] ? Item[] : Done[Key];
  };
  const seeds = Array.from({ length: SEEDS_AT_ONCE }, (_, index) => first + index);
  const pieces: Piece[] = [{ kind: 'piece', seeds, range: [0, PER_SEED] }];
  for (let piece = pieces.pop(); piece !== undefined; piece = pieces.pop()) {
    const reply = await worker.ask(piece, 30_000 + 8_000 * piece.seeds.length);
    if (reply.kind === 'failed') {
      const smaller = partsOf(piece);
      pieces.push(...smaller);
      const name = `seed ${piece.seeds[0]} T${piece.range[0]}: ${reply.message}`;
      if (smaller.length === 0) (reply.crashed ? done.crashed : done.gaveUp).push(name);
    } else if (reply.kind === 'compared') {
      const { found, texts } = reply;
      done.compared += found.compared;
      done.endless += found.endless;
      done.unresolved.push(...found.unresolved.map(({ reason }) => reason));
      found.wrong.forEach(({ file, name, theirs, ours, source }, index) => {
        done.wrong.push({ seed: Number(/\d+/.exec(file)?.[0]), name, text: texts[index] ?? source, theirs, ours });
      });
    }
  }
  return done;
}

/** What to ask instead of a piece that did not come back; nothing, if it was one type. */
function partsOf({ seeds, range: [from, to] }: Piece): Piece[] {
  if (seeds.length > 1) return seeds.map((seed) => ({ kind: 'piece', seeds: [seed], range: [from, to] }));
  if (to - from <= 1) return [];
  const middle = Math.floor((from + to) / 2);
  return [
    { kind: 'piece', seeds, range: [from, middle] },
    { kind: 'piece', seeds, range: [middle, to] },
  ];
}

/** A process that is there when it is needed. */
class Worker {
  readonly #run: LongRun;
  #child: ChildProcess | undefined;
  #pieces = 0;

  constructor(run: LongRun) {
    this.#run = run;
  }

  ask(work: Piece | Shrink, limit: number): Promise<Reply> {
    if (this.#pieces >= PIECES_PER_PROCESS) this.stop();
    this.#pieces += 1;
    const child = (this.#child ??= fork(this.#run.worker, [this.#run.analyzer], {
      execArgv: [`--max-old-space-size=${MEGABYTES}`],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      // What it starts goes with it.
      detached: true,
    }));
    return new Promise((resolve) => {
      const end = (reply: Reply): void => {
        clearTimeout(timer);
        child.removeAllListeners();
        resolve(reply);
      };
      const lost = (message: string): void => {
        this.stop();
        end({ kind: 'failed', message, crashed: false });
      };
      const timer = setTimeout(() => lost(`nothing after ${limit / 1000} s`), limit);
      child.once('message', (reply) => end(reply as Reply));
      child.send(work);
      child.once('exit', (code, signal) => lost(`the process ended (${code ?? signal})`));
    });
  }

  #kill(): void {
    const pid = this.#child?.pid;
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It is gone already, or the system knows no groups.
      this.#child?.kill('SIGKILL');
    }
  }

  stop(): void {
    this.#child?.removeAllListeners();
    this.#kill();
    this.#child = undefined;
    this.#pieces = 0;
  }
}

function summary(done: readonly Done[]): string {
  const sum = (of: (each: Done) => number): number => done.reduce((total, each) => total + of(each), 0);
  const total = {
    compared: sum(({ compared }) => compared),
    unresolved: sum(({ unresolved }) => unresolved.length),
    wrong: sum(({ wrong }) => wrong.length),
    endless: sum(({ endless }) => endless),
  };
  const rest = `${sum(({ gaveUp }) => gaveUp.length)} given up, ${sum(({ crashed }) => crashed.length)} crashed`;
  return `${headline(total)}, ${rest}`;
}

function spell({ seed, name, text, theirs, ours }: Found): string {
  const short = (side: string): string => (side.length > 400 ? `${side.slice(0, 400)}…` : side);
  return `seed ${seed} ${name}\n${text.trim()}\n  TypeScript: ${short(theirs)}\n  ours:       ${short(ours)}`;
}

/** The sources of what was found, as sections of an archive in `found/`. */
function archiveOf(found: readonly Found[], run: LongRun): string {
  return found
    .map(({ seed, name, text }) => `== ${run.version}, seed ${seed} ${name} (still wrong) ==\n${text.trim()}\n\n`)
    .join('');
}

/** What the run found, the same text once. */
function pageOf(done: readonly Done[], all: readonly Found[], run: LongRun): string {
  const causes = new Map<string, { readonly found: Found; readonly seeds: number[] }>();
  for (const found of all) {
    const key = found.text.replace(/\b[DT]\d+\b/g, 'D');
    const cause = causes.get(key) ?? { found, seeds: [] };
    cause.seeds.push(found.seed);
    causes.set(key, cause);
  }
  const reasons = new Map<string, number>();
  for (const reason of done.flatMap(({ unresolved }) => unresolved))
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const stopped = [...done.flatMap(({ gaveUp }) => gaveUp), ...done.flatMap(({ crashed }) => crashed)];
  return [
    `# ${summary(done)}`,
    `Seeds from ${run.seed} on, ${run.version}.`,
    '## Disagreements',
    ...[...causes.values()].map(({ found, seeds }) => `${spell(found)}\n  seeds: ${seeds.join(' ')}\n`),
    '## Given up, crashed',
    ...stopped,
    '## Unresolved',
    ...[...reasons].sort((left, right) => right[1] - left[1]).map(([reason, count]) => `${count} ${reason}`),
    '',
  ].join('\n\n');
}
