/**
 * `npm run bench [-- <suite>…] [--quick] [--json] [--write]`: Gati beside its rivals.
 *
 * --quick   fewer rounds, to see whether a suite works; not to be quoted
 * --json    the figures as JSON on standard output; the last line of `http` is one object of requests a second,
 *           `{ "hello": { "native": …, "fastify": …, "bun": …, … }, "post1k": { … }, … }`, and what else README.md says
 * --write   keep the figures in data/results.json, and write RESULTS.md from all that is kept there
 *
 * The rivals are installed here and now, from a lockfile of their own; the root install never has them. No figure ever
 * makes this fail.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const directory = fileURLToPath(new URL('.', import.meta.url));
const suites = [
  'router',
  'validator',
  'schema',
  'fastify',
  'reader',
  'startup',
  'analyzer',
  'edit',
  'http',
  'timescape',
  'transform',
];

const { values, positionals } = readArguments();
installRivals();
const { describeMachine } = await import('./harness/machine.mjs');
const { renderSuite, keep } = await import('./harness/report.mjs');

const results = {};
const summaries = [];
for (const name of positionals.length === 0 ? suites : positionals) {
  const { run } = await import(`./suites/${name}.mjs`);
  const started = performance.now();
  const { summary, ...result } = await run({ quick: values.quick });
  if (summary !== undefined) summaries.push(summary);
  results[name] = {
    ...result,
    quick: values.quick,
    machine: describeMachine(),
    seconds: Math.round((performance.now() - started) / 1000),
  };
  if (process.stderr.isTTY) process.stderr.write('\r\u001B[K');
  if (!values.json) console.log(`${renderSuite(name, results[name])}\n`);
  if (values.write) keep({ [name]: results[name] });
}
if (values.json) {
  console.log(JSON.stringify(results, null, 2));
  for (const summary of summaries) console.log(JSON.stringify(summary));
}

function readArguments() {
  try {
    const options = {
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    };
    const parsed = parseArgs({ options, allowPositionals: true });
    const unknown = parsed.positionals.filter((name) => !suites.includes(name));
    if (unknown.length > 0) throw new Error(`there is no suite ${unknown.join(', ')}; there are ${suites.join(', ')}`);
    return parsed;
  } catch (error) {
    console.error(error.message);
    process.exit(2);
  }
}

function installRivals() {
  const lockfile = readFileSync(`${directory}pnpm-lock.yaml`, 'utf8');
  const installed = `${directory}node_modules/.installed-lock.yaml`;
  if (existsSync(installed) && readFileSync(installed, 'utf8') === lockfile) return;
  const { packageManager } = JSON.parse(readFileSync(`${directory}package.json`, 'utf8'));
  console.error('bench: installing the rivals …');
  const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';
  const { status } = spawnSync(npx, ['--yes', packageManager, 'install', '--frozen-lockfile'], {
    cwd: directory,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(1);
  copyFileSync(`${directory}pnpm-lock.yaml`, installed);
}
