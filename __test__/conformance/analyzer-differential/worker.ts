/**
 * One process of a long run: it is sent a piece of work, answers, and is stopped from outside when it takes too long. It
 * keeps the parsed library of TypeScript between pieces.
 */
import { answersOf, type Command, Crash } from './analyzer.js';
import { compare, nothing } from './compare.js';
import { check } from './oracle.js';
import { type Piece, type Reply, type Shrink, textOf } from './pieces.js';
import { onlyNeeded, shrunk } from './shrink.js';

const KILOBYTES = 4_194_304;
const SECONDS = 15;
/** Of one file, or a part of it, when what holds the others up is looked for. */
const SECONDS_ALONE = 4;

function answer(command: Command, work: Piece | Shrink): Reply {
  if (work.kind === 'shrink') return { kind: 'shrunk', ...shrunk(command, work) };
  const files = new Map(work.seeds.map((seed) => [`/generated/seed${seed}.ts`, textOf(seed, work.range)]));
  const checked = check(files);
  const found = nothing();
  compare(checked, answersOf(command, checked.files), found);
  const texts = found.wrong.map(({ file, name }) => onlyNeeded(checked.files.get(file) ?? '', name));
  return { kind: 'compared', found, texts };
}

/** The analyzer with less time and memory than this process has. */
function bounded(path: string, work: Piece | Shrink): Command {
  const words =
    process.platform === 'win32' ? [path] : ['/bin/sh', '-c', `ulimit -v ${KILOBYTES}; exec "$0" "$@"`, path];
  return {
    words,
    cwd: process.cwd(),
    limit: 1_000 * (work.kind === 'piece' && work.seeds.length === 1 ? SECONDS_ALONE : SECONDS),
  };
}

const [binary] = process.argv.slice(2);
if (binary === undefined) throw new Error('the worker is started with the path of the analyzer');
process.on('message', (work: Piece | Shrink) => {
  let reply: Reply;
  try {
    reply = answer(bounded(binary, work), work);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    reply = { kind: 'failed', message, crashed: error instanceof Crash };
  }
  process.send?.(reply);
});
