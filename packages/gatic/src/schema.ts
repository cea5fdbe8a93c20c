/**
 * Every command as data. The parser, `--help`, shell completion and docs/cli.md are all derived from this table, so
 * none of them can know a flag that the others do not.
 */

import { host, noRun, port, root } from './flags.js';
import type { CommandModule } from './invocation.js';
import { timescapeCommands } from './timescape-commands.js';

/** What a flag's value must look like; the parser refuses anything else with exit code 2. */
export type ValueKind = 'text' | 'port' | 'path' | 'count' | 'workers' | readonly string[];

/** One flag of a command. */
export interface FlagSpec {
  /** The long name without dashes; `no-install` is the negative of `install`. */
  readonly name: string;
  readonly short?: string;
  /** Absent for a switch. */
  readonly value?: { readonly label: string; readonly kind: ValueKind };
  readonly summary: string;
}

/** One positional argument. */
export interface ArgumentSpec {
  readonly name: string;
  readonly required: boolean;
  readonly variadic?: true;
  readonly summary: string;
  readonly completes?: 'files' | 'directories' | readonly string[];
}

/** One command. */
export interface CommandSpec {
  /** One word, or two: `generate openapi` is a command of the group `generate`. */
  readonly name: string;
  readonly summary: string;
  /** More for `gatic <command> --help` and the reference page. */
  readonly details?: string;
  readonly arguments: readonly ArgumentSpec[];
  readonly flags: readonly FlagSpec[];
  readonly examples: readonly string[];
  /** Loaded only when the command runs: `dev` must not pay for the bundler, nor `create` for the analyzer. */
  readonly load: () => Promise<CommandModule>;
}

/** Commands under one first word. */
export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
}

/** Names of the templates inside this package. */
export const templateNames = ['minimal', 'api'] as const;

/** Package managers a created app can be installed with. */
export const packageManagers = ['npm', 'pnpm', 'yarn', 'bun'] as const;

/** Shells a completion script is written for. */
export const shells = ['bash', 'zsh', 'fish'] as const;

/** The first words that stand for several commands. */
export const commandGroups: readonly CommandGroup[] = [
  { name: 'generate', summary: 'Write files that follow from the project.' },
  { name: 'timescape', summary: 'See and decide what becomes of releases.' },
];

/** All commands, in the order `--help` prints them. */
export const commands: readonly CommandSpec[] = [
  {
    name: 'create',
    summary: 'Make a new app.',
    details:
      'Asks what it was not told. With --yes, or where nobody can answer (no terminal), it asks nothing and takes the defaults. ' +
      'Prints the command line that repeats the answers.\n\n' +
      'GATI_CORE_SPEC, GATI_CLI_SPEC and GATI_NATIVE_SPEC override where the packages come from, for example `file:/tmp/core.tgz`; ' +
      'GATI_NATIVE_SPEC is the platform package.',
    arguments: [
      {
        name: 'dir',
        required: false,
        summary: 'Where to put it; the last part becomes the package name.',
        completes: 'directories',
      },
    ],
    flags: [
      {
        name: 'template',
        short: 't',
        value: { label: 'name', kind: templateNames },
        summary: 'Which template to start from (default: minimal).',
      },
      {
        name: 'pm',
        value: { label: 'name', kind: packageManagers },
        summary: 'Package manager (default: the one that called gatic, else npm).',
      },
      { name: 'yes', short: 'y', summary: 'Ask nothing and take the defaults.' },
      { name: 'no-install', summary: 'Do not install the dependencies.' },
      { name: 'no-git', summary: 'Do not make a git repository.' },
    ],
    examples: ['gatic create my-app', 'gatic create my-app --yes --template api --pm pnpm'],
    load: () => import('./commands/create.js'),
  },
  {
    name: 'dev',
    summary: 'Serve the project and follow every edit.',
    details:
      'A saved change is served without a restart: changed modules and their importers are loaded anew, everything else (a database ' +
      'pool) keeps running. While a file is broken the last good version goes on serving. A change of gati.config or of an .env file ' +
      'restarts the app and says which file caused it.',
    arguments: [],
    flags: [port, host, root],
    examples: ['gatic dev', 'PORT=4000 gatic dev'],
    load: () => import('./commands/dev.js'),
  },
  {
    name: 'build',
    summary: 'Type-check, analyze and bundle the project for production.',
    details:
      'Writes a directory that `node dist/index.js` serves without gatic, without TypeScript and without the native addon. Any error ' +
      'leaves the previous output untouched and exits with 1.',
    arguments: [],
    flags: [
      { name: 'out-dir', value: { label: 'dir', kind: 'path' }, summary: 'Where to write (default: dist).' },
      { name: 'minify', summary: 'Make the output small instead of readable.' },
      { name: 'no-typecheck', summary: "Do not run the project's own TypeScript." },
      root,
    ],
    examples: ['gatic build', 'gatic build --minify --out-dir build'],
    load: () => import('./commands/build.js'),
  },
  {
    name: 'start',
    summary: 'Serve what build wrote.',
    details:
      'The same as `node dist/index.js`, with flags. Use that form in production, where gatic is not installed.\n\n' +
      'With --workers it is the same as `node dist/workers.js <count>`: so many processes serve on one port and share nothing else. One ' +
      'that dies is followed by another. SIGHUP exchanges them one by one, for instance after a new build; SIGTERM and SIGINT let them ' +
      'finish what is under way, and a second one ends them at once.',
    arguments: [],
    flags: [
      port,
      host,
      {
        name: 'workers',
        short: 'w',
        value: { label: 'count', kind: 'workers' },
        summary: 'Serve by so many processes; auto is one for each core (default: this process serves).',
      },
      { name: 'out-dir', value: { label: 'dir', kind: 'path' }, summary: 'Where build wrote (default: dist).' },
      root,
    ],
    examples: ['gatic start', 'gatic start --port 8080', 'gatic start --workers auto'],
    load: () => import('./commands/start.js'),
  },
  {
    name: 'test',
    summary: "Run the project's tests with Node's test runner.",
    details:
      'Finds *.test.ts (and .js, .mts, .mjs) under the project, compiles them with the same compiler `dev` uses, and runs them with ' +
      '`node --test`. Arguments narrow the run to files whose path contains one of them.',
    arguments: [
      { name: 'filters', required: false, variadic: true, summary: 'Parts of file paths to run.', completes: 'files' },
    ],
    flags: [
      {
        name: 'reporter',
        value: { label: 'name', kind: 'text' },
        summary: 'A reporter of node --test: spec, tap, dot, junit.',
      },
      {
        name: 'only',
        value: { label: 'pattern', kind: 'text' },
        summary: 'Only tests whose name matches this pattern.',
      },
      root,
    ],
    examples: ['gatic test', 'gatic test users --reporter dot'],
    load: () => import('./commands/test.js'),
  },
  {
    name: 'routes',
    summary: 'Show every route in the order it is tried.',
    arguments: [],
    flags: [{ name: 'json', summary: 'Print the route table as JSON.' }, root],
    examples: ['gatic routes', 'gatic routes --json'],
    load: () => import('./commands/routes.js'),
  },
  {
    name: 'check',
    summary: 'Report what the analyzer cannot accept.',
    details:
      'Also writes .gati/types.d.ts, which types gctx.modules, so run it before `tsc` in a fresh clone. Exits with 1 on any error, and ' +
      'with 0 when there are only warnings.\n\n' +
      'With --watch it reports again after every edit, until Ctrl-C: as text, or with --format json as one JSON document on each line. ' +
      'With --fix it writes the fixes that diagnostics bring along, each file in one step, and reports what is left.',
    arguments: [],
    flags: [
      {
        name: 'format',
        value: { label: 'format', kind: ['text', 'json', 'github'] },
        summary: 'How to print (default: text).',
      },
      { name: 'watch', short: 'w', summary: 'Report again after every edit.' },
      { name: 'fix', summary: 'Write the fixes that are known, and report what is left.' },
      {
        name: 'max-warnings',
        value: { label: 'count', kind: 'count' },
        summary: 'Exit with 1 when there are more warnings than this.',
      },
      { name: 'quiet', short: 'q', summary: 'Print errors only.' },
      noRun,
      root,
    ],
    examples: [
      'gatic check',
      'gatic check --watch',
      'gatic check --fix',
      'gatic check --format github --max-warnings 0',
    ],
    load: () => import('./commands/check.js'),
  },
  {
    name: 'explain',
    summary: 'Explain a diagnostic.',
    details:
      'Prints the page about a code: what it means, an example, how to mend it. Without a code it lists all of them.',
    arguments: [{ name: 'code', required: false, summary: 'The code, as in GT2001.' }],
    flags: [],
    examples: ['gatic explain GT2001', 'gatic explain'],
    load: () => import('./commands/explain.js'),
  },
  {
    name: 'schema',
    summary: 'Print the JSON Schema of exported types.',
    arguments: [
      { name: 'file', required: true, summary: 'A TypeScript file.', completes: 'files' },
      { name: 'type', required: false, summary: 'An exported type; all of them when absent.' },
    ],
    flags: [
      { name: 'closed', summary: 'Write additionalProperties: false.' },
      {
        name: 'target',
        value: { label: 'dialect', kind: ['json-schema-2020-12', 'json-schema-7'] },
        summary: 'The dialect (default: json-schema-2020-12).',
      },
      noRun,
      root,
    ],
    examples: ['gatic schema src/types.ts User'],
    load: () => import('./commands/schema.js'),
  },
  {
    name: 'diff',
    summary: 'Show what changed in the API, and which clients it breaks.',
    details:
      'Compares the newest release with the working tree, or the sides that are named: a release by its version or its id, or an OpenAPI ' +
      'document (3.0 or 3.1, JSON or YAML), which needs no project. A break comes with a value that shows it. What could not be proved to be ' +
      'compatible counts as a break.',
    arguments: [
      { name: 'before', required: false, summary: 'The older side (default: the newest release).', completes: 'files' },
      { name: 'after', required: false, summary: 'The newer side (default: the working tree).', completes: 'files' },
    ],
    flags: [
      {
        name: 'format',
        value: { label: 'format', kind: ['text', 'json', 'markdown'] },
        summary: 'How to print it (default: text); markdown is for pull requests.',
      },
      {
        name: 'fail-on',
        value: { label: 'bump', kind: ['patch', 'minor', 'major'] },
        summary: 'Exit with 1 when the changes are this large or larger.',
      },
      {
        name: 'write',
        summary: 'Begin the change files for what cannot be worked out; what is written there already stays.',
      },
      root,
    ],
    examples: ['gatic diff', 'gatic diff 1.4.0 --format markdown', 'gatic diff old.yaml new.yaml --fail-on major'],
    load: () => import('./commands/diff.js'),
  },
  {
    name: 'release',
    summary: 'Freeze the API as a release.',
    details:
      'Writes the contracts of every handler, what changed since the release before, and the steps that carry older clients over it, into ' +
      'timescape/, to be reviewed and committed. The version follows from the changes. Nothing is written while a question is open.',
    arguments: [],
    flags: [
      {
        name: 'semver',
        value: { label: 'version', kind: 'text' },
        summary: 'The version, where it is to be more than the changes ask for (the first release: 1.0.0).',
      },
      { name: 'note', value: { label: 'text', kind: 'text' }, summary: 'A sentence for the changelog.' },
      { name: 'dry-run', summary: 'Say what would be released, and write nothing.' },
      { name: 'json', summary: 'Print JSON.' },
      root,
    ],
    examples: ['gatic release --dry-run', "gatic release --note 'Names are split'"],
    load: () => import('./commands/release.js'),
  },
  {
    name: 'generate openapi',
    summary: 'Write the OpenAPI 3.1 document of the project.',
    details:
      'Prints it, or writes it to the file that --out names. Its schemas are those that requests are validated with. What OpenAPI has no ' +
      'words for is left out and named on stderr. A project with errors gives no document and exits with 1.\n\n' +
      'With --check nothing is written: it exits with 1 when the file is not what the project says, for CI.',
    arguments: [],
    flags: [
      {
        name: 'out',
        short: 'o',
        value: { label: 'file', kind: 'path' },
        summary: 'The file to write, relative to the project.',
      },
      {
        name: 'format',
        value: { label: 'format', kind: ['json', 'yaml'] },
        summary: 'How to write it (default: what the ending of --out says, else json).',
      },
      { name: 'check', summary: 'Write nothing; exit with 1 when the file is stale or missing.' },
      noRun,
      root,
    ],
    examples: [
      'gatic generate openapi --out openapi.json',
      'gatic generate openapi --format yaml',
      'gatic generate openapi --out openapi.json --check',
    ],
    load: () => import('./commands/generate-openapi.js'),
  },
  {
    name: 'generate validators',
    summary: 'Write a module with a validator for each exported type of files.',
    details:
      'For programs without a plug-in: what it writes needs @gati-framework/core/validate when it runs, and nothing else. The same types ' +
      'give the same text. With --check it writes nothing, and exits with 1 where the files are not what it would write.',
    arguments: [
      {
        name: 'files',
        required: true,
        variadic: true,
        summary: 'TypeScript files with the types.',
        completes: 'files',
      },
    ],
    flags: [
      {
        name: 'out',
        short: 'o',
        value: { label: 'file', kind: 'path' },
        summary:
          'Where to write: a .ts file, or a .js file with a .d.ts beside it (default: validators.generated.ts beside the first file).',
      },
      {
        name: 'types',
        value: { label: 'names', kind: 'text' },
        summary: 'Only these types, with commas between them (default: every exported type without type parameters).',
      },
      {
        name: 'unknown-keys',
        value: { label: 'mode', kind: ['strip', 'strict', 'open'] },
        summary: 'What happens to members that a type does not declare (default: strip).',
      },
      {
        name: 'bytes',
        value: { label: 'how', kind: ['parsed', 'native'] },
        summary:
          'How validateBytes reads: native writes what @gati-framework/core/validate/native follows (default: parsed).',
      },
      { name: 'check', summary: 'Write nothing, and exit with 1 if the files are stale.' },
      noRun,
      root,
    ],
    examples: [
      'gatic generate validators src/types.ts',
      'gatic generate validators src/types.ts --types User,Order --out src/validators.js',
      'gatic generate validators src/types.ts --check',
    ],
    load: () => import('./commands/generate-validators.js'),
  },
  ...timescapeCommands,
  {
    name: 'completion',
    summary: 'Print a shell completion script.',
    arguments: [{ name: 'shell', required: true, summary: 'bash, zsh or fish.', completes: shells }],
    flags: [],
    examples: ['source <(gatic completion bash)', 'gatic completion fish > ~/.config/fish/completions/gatic.fish'],
    load: () => import('./commands/completion.js'),
  },
];
