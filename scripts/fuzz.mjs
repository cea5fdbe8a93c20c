/**
 * `npm run fuzz -- <target> [seconds]`: lets libFuzzer loose on one of `fuzz/fuzz_targets`, beginning with what the
 * fixtures of the tests hold. What it learns stays in `fuzz/corpus`, what breaks something in `fuzz/artifacts`.
 */
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Failure, fail, root, run } from './preparation.mjs';

/** The pieces of TypeScript in a literate file of types, or in a fixture of projects. */
const pieces = (text) =>
  text.includes('```ts')
    ? text
        .split('```ts\n')
        .slice(1)
        .map((block) => block.split('```')[0])
    : text.split(/^-- .* --\n/m).slice(1);
const schemas = (text) => JSON.parse(text).map((example) => JSON.stringify(example.schema));
/** The schemas in files of groups of tests; what is no JSON beside them says something to people. */
const groups = (text) =>
  text.startsWith('{')
    ? Object.values(JSON.parse(text))
        .flat()
        .flatMap(({ schema }) => (schema === undefined ? [] : [JSON.stringify(schema)]))
    : [];
/** Routes and requests, a line each, without their methods. */
const paths = (text) =>
  JSON.parse(text).map(({ routes, requests }) =>
    [...routes, ...requests.map(({ request }) => request)].map((line) => line.split(' ').at(-1)).join('\n'),
  );

const types = [['crates/gati-analyzer/tests/types', pieces]];
const sources = [...types, ['crates/gati-analyzer/tests/projects', pieces], ['docs/diagnostics', pieces]];

/** What is sent, as Latin-1; a pair is a stretch that is repeated. A byte before it says where it is cut. */
const sent = (text) =>
  JSON.parse(text)
    .filter(({ send }) => typeof send === 'string')
    .map(({ send }) => Buffer.from(`\x07${send}`, 'latin1'));

/** Where the bytes of a client are cut, and what happens in between: a server's life, in the words of `connection.rs`. */
const life = [3, 40, 4, 5, 1, 90, 4, 11, 4, 7, 0, 1, 4, 10, 200, 2, 255, 4, 8, 0, 0, 13, 3, 6, 4];
const served = (text) =>
  sent(text).map((bytes) => Buffer.concat([Buffer.from([life.length, 0, ...life]), bytes.subarray(1)]));

/** What each target begins with, and the words it is told of. */
const targets = {
  sources: { seeds: sources, dictionary: 'typescript' },
  // An edit of nothing, and the text behind it.
  edits: { seeds: sources, dictionary: 'typescript', before: '\0\0\0\0' },
  types: { seeds: [] },
  literals: { seeds: types },
  schemas: { seeds: [['__test__/conformance/jsonschema-import', schemas]], dictionary: 'json-schema' },
  compiled: { seeds: [['__test__/conformance/json-schema-suite', groups]], dictionary: 'json-schema' },
  routes: { seeds: [['__test__/conformance/router', paths]], dictionary: 'routes' },
  http1: { seeds: [['__test__/conformance/http1', sent]], dictionary: 'http1' },
  // Words of any kind, to begin with none: what a record is, the target says itself.
  answers: { seeds: [] },
  connection: { seeds: [['__test__/conformance/http1', served]], dictionary: 'http1' },
  http2: { seeds: [] },
};

/** Seeds are made of the fixtures each time, so that they are never older than those. */
function seed(target, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [from, cut] of targets[target].seeds) {
    for (const name of readdirSync(join(root, from), { recursive: true })) {
      const path = join(root, from, name);
      if (!statSync(path).isFile()) continue;
      cut(readFileSync(path, 'utf8')).forEach((text, number) => {
        const before = targets[target].before;
        writeFileSync(join(folder, `${basename(name)}-${number}`), before === undefined ? text : `${before}${text}`);
      });
    }
  }
}

try {
  const [target = '', seconds = '300'] = process.argv.slice(2);
  if (!(target in targets)) throw new Failure(`npm run fuzz -- ${Object.keys(targets).join('|')} [seconds]`);
  const folder = join(root, 'fuzz');
  const corpus = join(folder, 'corpus', target);
  const seeds = join(folder, 'corpus', `${target}-seeds`);
  mkdirSync(corpus, { recursive: true });
  seed(target, seeds);
  const dictionary = targets[target].dictionary;
  const words = dictionary === undefined ? [] : [`-dict=${join(folder, `${dictionary}.dict`)}`];
  const limits = [`-max_total_time=${seconds}`, '-timeout=30', '-rss_limit_mb=4096', '-max_len=4096'];
  const cargo = ['cargo', 'fuzz', 'run', '--sanitizer', 'none', target, corpus, seeds];
  const command = [...cargo, '--', ...limits, ...words];
  // The instruments are switched on by flags that a stable compiler takes only with this.
  const status = await run(command, { env: { ...process.env, RUSTC_BOOTSTRAP: '1' } });
  if (status !== 0) throw new Failure(`the fuzzer found something: see fuzz/artifacts/${target}`);
} catch (error) {
  fail(error);
}
