/** Flags that several commands have. */

import type { FlagSpec } from './schema.js';

/** Which project. */
export const root: FlagSpec = {
  name: 'root',
  value: { label: 'dir', kind: 'path' },
  summary: 'The project directory (default: the current directory).',
};

/** Nothing of the project is run. */
export const noRun: FlagSpec = {
  name: 'no-run',
  summary: 'Run no file of the project to learn what its schema values are.',
};

/** Where to listen. */
export const port: FlagSpec = {
  name: 'port',
  short: 'p',
  value: { label: 'port', kind: 'port' },
  summary:
    'Listen here. Wins over PORT, which wins over gati.config.ts. A taken port is an error, never a silent move.',
};

/** On which address. */
export const host: FlagSpec = {
  name: 'host',
  value: { label: 'host', kind: 'text' },
  summary: 'Listen on this address. Wins over HOST, which wins over gati.config.ts.',
};

/** For programs that read the output. */
export const json: FlagSpec = { name: 'json', summary: 'Print JSON.' };

/** For things that others notice. */
export const dryRun: FlagSpec = {
  name: 'dry-run',
  short: 'n',
  summary: 'Say what would be recorded, and record nothing.',
};
