/**
 * Reads open applications that ship their TypeScript sources in npm packages, and writes down what resolved.
 *
 * `node benches/applications.mjs [--write] [--work <folder>]`: fetches the pinned packages with npm (no scripts are
 * run), asks `schemaOf` for every exported type of every source file and for the types the handlers declare, runs
 * `analyze` over the folder of handlers, and with `--write` keeps the tables in `docs/applications.md`. Needs
 * `pnpm run build:native` and `pnpm run build:ts`.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { importTooling, missingParts, repository } from './harness/ours.mjs';

/** What npm does not install because a dependency of theirs is gone is unpacked by itself. */
const applications = [
  {
    name: '@atproto/pds',
    version: '0.4.217',
    what: "Bluesky's personal data server, Express",
    install: ['@atproto/pds@0.4.217', '@types/express@4.17.25', '@types/node@20.19.24'],
    unpack: [],
    handlers: 'src/api',
  },
  {
    name: '@atproto/ozone',
    version: '0.1.169',
    what: "Bluesky's moderation service, Express",
    install: ['@atproto/ozone@0.1.169', '@types/express@4.17.25', '@types/node@20.19.24'],
    unpack: [],
    handlers: 'src/api',
  },
  {
    name: '@veramo/remote-server',
    version: '7.0.1',
    what: 'an identity agent as a server, Express',
    install: ['@veramo/remote-server@7.0.1', '@types/express@4.17.25', '@types/node@20.19.24'],
    unpack: [],
    handlers: 'src',
  },
  {
    name: '@budibase/server',
    version: '3.38.1',
    what: 'an app builder, Koa; its other dependencies are not installed',
    install: ['@types/koa@2.15.0', '@types/node@20.19.24'],
    unpack: ['@budibase/server@3.38.1', '@budibase/types@3.46.0'],
    handlers: 'src/api/controllers',
  },
];

const missing = missingParts('tooling', 'analyze');
if (missing.length > 0) {
  console.error(`build first: ${missing.join(', ')}`);
  process.exit(1);
}
const { analyze, schemaOf } = await importTooling();
const option = (name) => process.argv[process.argv.indexOf(name) + 1];
const work = process.argv.includes('--work') ? option('--work') : mkdtempSync(join(tmpdir(), 'gati-applications-'));
const rows = [];
for (const application of applications) {
  const root = fetched(application);
  rows.push({ application, ...(await measured(application, root)) });
  console.log(JSON.stringify(rows.at(-1)));
}
if (process.argv.includes('--write')) {
  writeFileSync(join(repository, 'docs/applications.md'), document(rows));
}
if (!process.argv.includes('--work')) rmSync(work, { recursive: true, force: true });

function npm(cwd, ...args) {
  return execFileSync('npm', [...args, '--no-audit', '--no-fund', '--silent'], { cwd, encoding: 'utf8' });
}

/** A folder with the application's `src`, its dependencies and a tsconfig. */
function fetched({ name, install, unpack }) {
  const root = join(work, basename(name));
  if (existsSync(join(root, 'src'))) return root;
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, 'package.json'), '{ "name": "application", "type": "module", "private": true }\n');
  npm(root, 'install', '--ignore-scripts', '--save-exact', ...install);
  for (const one of unpack) {
    const archive = npm(root, 'pack', one).trim().split('\n').at(-1);
    const target = join(root, 'node_modules', one.slice(0, one.lastIndexOf('@')));
    mkdirSync(target, { recursive: true });
    execFileSync('tar', ['-xzf', archive, '--strip-components=1', '-C', target], { cwd: root });
  }
  cpSync(join(root, 'node_modules', name, 'src'), join(root, 'src'), { recursive: true });
  const compilerOptions = { strict: true, target: 'ES2022', module: 'ESNext', moduleResolution: 'Bundler' };
  writeFileSync(join(root, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src'] }));
  return root;
}

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return /^(tests?|__tests__|__mocks__)$/.test(entry.name) ? [] : sources(path);
    return /\.tsx?$/.test(entry.name) && !/\.(d|test|spec)\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

async function measured({ handlers }, root) {
  const files = sources(join(root, 'src'));
  const exported = tally();
  const declared = tally();
  const milliseconds = [];
  for (const file of files) {
    const started = performance.now();
    const all = asked(exported, root, file, '*');
    milliseconds.push(performance.now() - started);
    if (all !== undefined) count(exported, root, file, all);
  }
  milliseconds.sort((left, right) => left - right);
  for (const file of files) countHandlerTypes(declared, root, file);
  let analysis;
  try {
    const begun = performance.now();
    const { manifest, diagnostics } = await analyze({ root, handlers, modules: 'src/no-modules' });
    analysis = {
      milliseconds: performance.now() - begun,
      handlers: manifest.handlers.length,
      said: diagnostics.length,
    };
  } catch (error) {
    analysis = { crash: String(error) };
  }
  const median = milliseconds[Math.floor(milliseconds.length / 2)];
  return { files: files.length, median, exported, declared, analysis };
}

function tally() {
  return { types: 0, resolved: 0, crashes: 0, reasons: {} };
}

/** Every exported type of a file: resolved if nothing in it is left open. */
function count(into, root, file, all) {
  into.types += all.types.length;
  if (errors(all).length === 0) {
    into.resolved += all.types.length;
    return;
  }
  for (const type of all.types) {
    const one = asked(into, root, file, type);
    if (one === undefined) continue;
    const [first] = errors(one);
    if (first === undefined) into.resolved += 1;
    else into.reasons[reason(first)] = (into.reasons[reason(first)] ?? 0) + 1;
  }
}

function asked(into, root, file, type) {
  try {
    return schemaOf({ root, file, type, closed: true, target: 'json-schema-7' });
  } catch {
    into.crashes += 1;
    return undefined;
  }
}

function errors({ diagnostics }) {
  return diagnostics.filter((found) => found.severity === 'error');
}

/** The code, and the message with its names taken out. */
function reason({ code, message }) {
  const plain = message.replace(/ \(in `[^`]*`\)$/, '').replace(/`[^`]*`/g, '…');
  return `${code} ${plain}`;
}

/** What handlers say they take and give: the arguments of `ctx: Ctx<Request, Response>`. */
function countHandlerTypes(into, root, file) {
  const text = readFileSync(file, 'utf8');
  const found = [...text.matchAll(/\bctx: \w*Ctx</g)].flatMap((match) => parts(text, match.index + match[0].length));
  if (found.length === 0) return;
  const probe = file.replace(/\.tsx?$/, '.probe.ts');
  const aliases = found.map((type, at) => `export type Probe${at} = ${type};`);
  writeFileSync(probe, `${text}\n${aliases.join('\n')}\n`);
  for (const at of found.keys()) {
    const one = asked(into, root, probe, `Probe${at}`);
    into.types += 1;
    const [first] = one === undefined ? [] : errors(one);
    if (one !== undefined && first === undefined) into.resolved += 1;
    else if (first !== undefined) into.reasons[reason(first)] = (into.reasons[reason(first)] ?? 0) + 1;
  }
  rmSync(probe);
}

/** The type arguments from `start` to the bracket that closes them. */
function parts(text, start) {
  const found = [];
  let depth = 0;
  let from = start;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if ('<{[('.includes(character)) depth += 1;
    if (depth === 0 && (character === ',' || character === '>')) {
      const part = text.slice(from, at).trim();
      if (part !== '') found.push(part);
      if (character === '>') return found;
      from = at + 1;
    }
    if ('>}])'.includes(character)) depth -= 1;
  }
  return [];
}

function document(measurements) {
  const share = ({ types, resolved }) => (types === 0 ? '–' : `${resolved} of ${types}`);
  const table = measurements.map(({ application, files, median, exported, declared, analysis }) => [
    `${application.name} ${application.version} (${application.what})`,
    files,
    share(exported),
    share(declared),
    `${median.toFixed(1)} ms`,
    exported.crashes + declared.crashes + (analysis.crash === undefined ? 0 : 1),
  ]);
  const heads = [
    'application',
    'files',
    'exported types resolved',
    'handler types resolved',
    'time of a file',
    'crashes',
  ];
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const reasons = measurements.map(({ application, exported, declared }) => {
    const merged = { ...exported.reasons };
    for (const [why, times] of Object.entries(declared.reasons)) merged[why] = (merged[why] ?? 0) + times;
    const sorted = Object.entries(merged).sort((left, right) => right[1] - left[1] || left[0].localeCompare(right[0]));
    const list = sorted.map(([why, times]) => `| ${times} | ${why.replaceAll('|', '\\|')} |`);
    return [`## ${application.name}`, '', '| types | first reason |', '| --: | --- |', ...list, ''].join('\n');
  });
  return [
    '# Open applications',
    '',
    '<!-- Written by `node benches/applications.mjs --write`. -->',
    '',
    'What the analyzer makes of applications that were not written for it. Their packages ship TypeScript sources; every',
    'exported type of every file is asked for with `schemaOf`, closed, draft-07. A type counts as resolved if nothing in',
    'it is left open. Handler types are the arguments of `ctx: Ctx<Request, Response>` where an application writes them.',
    'Exported types include service classes, whose members are connections, loggers and promises: those are no data,',
    'and that is what is said of them. The time is the median of `schemaOf` over the files, each from scratch, with all',
    'it imports.',
    '',
    line(heads),
    line(heads.map(() => '---')),
    ...table.map(line),
    '',
    ...reasons,
  ].join('\n');
}
