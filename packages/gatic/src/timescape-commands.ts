/** The commands of `gatic timescape` as data; a part of the table in `schema.ts`. */

import { dryRun, json, root } from './flags.js';
import type { ArgumentSpec, CommandSpec, FlagSpec } from './schema.js';

const release: ArgumentSpec = {
  name: 'release',
  required: true,
  summary: 'An id, a version, a label, `current` or `baseline`.',
};

const days: FlagSpec = {
  name: 'days',
  value: { label: 'count', kind: 'count' },
  summary: 'How many days of calls to look back on (default: 30).',
};

const reason: FlagSpec = {
  name: 'reason',
  value: { label: 'text', kind: 'text' },
  summary: 'Why, for those who read it later.',
};

const successor: FlagSpec = {
  name: 'successor',
  value: { label: 'release', kind: 'text' },
  summary: 'What its clients should move on to (default: the current release).',
};

const undo: FlagSpec = { name: 'undo', summary: 'Take it back.' };

const strict: FlagSpec = {
  name: 'strict',
  summary: 'Refuse those who are pinned to it (410), instead of serving them its contract.',
};

/** In the order `--help` prints them. */
export const timescapeCommands: readonly CommandSpec[] = [
  {
    name: 'timescape list',
    summary: 'List the releases, newest first.',
    arguments: [],
    flags: [json, root],
    examples: ['gatic timescape list', 'gatic timescape list --json'],
    load: () => import('./commands/timescape/list.js'),
  },
  {
    name: 'timescape show',
    summary: 'Show one release: what changed, when it was current, who calls it.',
    arguments: [release],
    flags: [days, json, root],
    examples: ['gatic timescape show 2.1.0', 'gatic timescape show current --json'],
    load: () => import('./commands/timescape/show.js'),
  },
  {
    name: 'timescape status',
    summary: 'Show what is current, what is waited for, and what may end.',
    details: 'Releases that wait say how many instances are ready. Of deprecated ones it says who still calls them.',
    arguments: [],
    flags: [days, json, root],
    examples: ['gatic timescape status'],
    load: () => import('./commands/timescape/status.js'),
  },
  {
    name: 'timescape announce',
    summary: 'Say before a deployment how many instances are going to serve a release.',
    details:
      'The release begins two seconds after the last of them is ready; until then those that are ready serve the release before. Without it the first ' +
      'instance that is ready begins. Said again with a smaller number, it may begin at once. Only with a registry that several instances share, such as PostgreSQL.',
    arguments: [{ ...release, required: false, summary: 'An id or a version (default: the newest of the project).' }],
    flags: [
      {
        name: 'instances',
        value: { label: 'count', kind: 'count' },
        summary: 'How many there are going to be, from 1 on.',
      },
      dryRun,
      json,
      root,
    ],
    examples: ['gatic timescape announce --instances 3', 'gatic timescape announce 2.1.0 --instances 2'],
    load: () => import('./commands/timescape/announce.js'),
  },
  {
    name: 'timescape label',
    summary: 'Give a release a name that requests can ask for, or move it.',
    details:
      'A request with `X-API-Version: stable` gets the release that has the label `stable`. The name `baseline` is for requests that name ' +
      'no release at all.',
    arguments: [
      {
        name: 'label',
        required: true,
        summary: 'The name: a small letter, then small letters, digits, ".", "_", "-".',
      },
      { ...release, required: false },
    ],
    flags: [{ name: 'remove', summary: 'Take the name away.' }, dryRun, json, root],
    examples: ['gatic timescape label stable 2.1.0', 'gatic timescape label beta --remove'],
    load: () => import('./commands/timescape/label.js'),
  },
  {
    name: 'timescape deprecate',
    summary: 'Tell the clients of a release that it is going to end, and when.',
    details:
      'From then on its answers carry `Deprecation`, `Sunset` and `Link` headers. It is served as before until it is retired, which takes a ' +
      'passed Sunset. With --route that is said of one route, also of the current release. In a brown-out its clients get 410: short times, told ' +
      'in `/versions` beforehand, in which those notice who heard nothing. Said again it changes what was said.',
    arguments: [release],
    flags: [
      {
        name: 'sunset',
        value: { label: 'time', kind: 'text' },
        summary: 'From when on it may be retired: 2026-07-01, or with a time, 2026-07-01T12:00:00Z.',
      },
      {
        name: 'at',
        value: { label: 'time', kind: 'text' },
        summary: 'From when on it is deprecated (default: now).',
      },
      successor,
      { name: 'guide', value: { label: 'url', kind: 'text' }, summary: 'Where people read how to move on.' },
      {
        name: 'route',
        value: { label: 'route', kind: 'text' },
        summary: 'The only route that is meant: "GET /users/:id".',
      },
      {
        name: 'brownout',
        value: { label: 'spans', kind: 'text' },
        summary: 'When it is not served: 2026-06-01T10:00:00Z/2026-06-01T10:15:00Z, several with commas between them.',
      },
      undo,
      dryRun,
      json,
      root,
    ],
    examples: [
      'gatic timescape deprecate 1.4.0 --sunset 2026-07-01 --guide /docs/migrate/1-to-2',
      'gatic timescape deprecate 1.4.0 --route "GET /users/:id" --sunset 2026-07-01',
      'gatic timescape deprecate 1.4.0 --undo',
    ],
    load: () => import('./commands/timescape/deprecate.js'),
  },
  {
    name: 'timescape retire',
    summary: 'End a release: its clients get 410 from then on.',
    details:
      'Refuses while somebody calls it, and says who; and before its Sunset. Nothing is deleted: --undo serves it again.',
    arguments: [release],
    flags: [
      { name: 'force', summary: 'Do it although somebody calls it, or its Sunset has not passed.' },
      days,
      reason,
      successor,
      undo,
      dryRun,
      json,
      root,
    ],
    examples: ['gatic timescape retire 1.4.0 --dry-run', 'gatic timescape retire 1.4.0'],
    load: () => import('./commands/timescape/retire.js'),
  },
  {
    name: 'timescape yank',
    summary: 'Say that a release should not be used.',
    details:
      'No range and no label leads to it any more. Clients that are pinned to it are still served, unless it is --strict. The current release ' +
      'cannot be yanked; it is rolled back.',
    arguments: [release],
    flags: [reason, strict, undo, dryRun, json, root],
    examples: ['gatic timescape yank 2.1.0 --reason "totals were rounded wrongly"'],
    load: () => import('./commands/timescape/yank.js'),
  },
  {
    name: 'timescape rollback',
    summary: 'Withdraw the current release in favour of an earlier one.',
    details:
      'It is a new activation of the earlier release, two seconds from now; history is not rewritten. It says of each handler whether those who ' +
      'wrote against the withdrawn release are still understood, and how many of them there were.',
    arguments: [],
    flags: [
      {
        name: 'to',
        value: { label: 'release', kind: 'text' },
        summary: 'What to go back to (default: what was current before).',
      },
      reason,
      strict,
      dryRun,
      json,
      root,
    ],
    examples: ['gatic timescape rollback --dry-run', 'gatic timescape rollback --to 2.0.0 --reason "totals are wrong"'],
    load: () => import('./commands/timescape/rollback.js'),
  },
  {
    name: 'timescape upgrade',
    summary: 'Show what changes for somebody who moves to a later release.',
    details:
      'Only the changes of the calls that are made: those of --routes, or those that --principal or --agent was counted with. Without them, all.',
    arguments: [],
    flags: [
      { name: 'from', value: { label: 'release', kind: 'text' }, summary: 'The release one comes from.' },
      {
        name: 'to',
        value: { label: 'release', kind: 'text' },
        summary: 'The release one goes to (default: the current one).',
      },
      {
        name: 'routes',
        value: { label: 'routes', kind: 'text' },
        summary: 'The calls that are made, with commas between them.',
      },
      { name: 'principal', value: { label: 'name', kind: 'text' }, summary: 'Whose calls, as they were counted.' },
      {
        name: 'agent',
        value: { label: 'name', kind: 'text' },
        summary: 'Which program, as the beginning of its User-Agent.',
      },
      days,
      json,
      root,
    ],
    examples: [
      'gatic timescape upgrade --from 1.4.0 --routes "GET /users/:id,POST /users"',
      'gatic timescape upgrade --from 1.4.0 --to 2.0.0 --principal acme',
    ],
    load: () => import('./commands/timescape/upgrade.js'),
  },
  {
    name: 'timescape replay',
    summary: 'Send recorded requests again and show which answers differ.',
    details:
      'Reads what the application has recorded (timescape.record in gati.config.ts), or what is named: a HAR file, a folder, or JSON lines such as {"release":"1.4.0","request":{"method":"GET","url":"/users/1","headers":{}},"response":{"status":200,' +
      '"headers":{"content-type":"application/json"},"body":{"id":1}}}. Each request is sent with the release it was recorded with. The project is loaded and its ' +
      'handlers run, with what they are connected to; or a server is asked with --against. Without --unsafe only GET, HEAD and OPTIONS are sent. ' +
      'Exits with 1 where an answer differs.',
    arguments: [
      {
        name: 'file',
        required: false,
        summary: 'A .har file, JSON lines, or a folder of such. What was recorded unless named.',
        completes: 'files',
      },
    ],
    flags: [
      {
        name: 'against',
        value: { label: 'url', kind: 'text' },
        summary: 'Ask this server instead of loading the project.',
      },
      {
        name: 'ignore',
        value: { label: 'places', kind: 'text' },
        summary: 'Places that differ each time, with commas between them: /createdAt,/items/*/id, status, type.',
      },
      { name: 'unsafe', summary: 'Send requests that change something, too.' },
      json,
      root,
    ],
    examples: [
      'gatic timescape replay',
      'gatic timescape replay traffic.jsonl',
      'gatic timescape replay traffic.har --against https://staging.example.com --ignore /now',
    ],
    load: () => import('./commands/timescape/replay.js'),
  },
  {
    name: 'timescape confirm',
    summary: 'List what a release would ask, or answer one of it.',
    details:
      'Two members that look like one under another name, a request that takes less than before, a route that is gone: none of it is ever ' +
      'assumed. Answers go into timescape/changes, beside the release they are about, and are reviewed there.',
    arguments: [
      { name: 'question', required: false, summary: 'Its number in the list, or its id.' },
      { name: 'answer', required: false, summary: 'yes or no; grandfather, coerce or reject; gone, or a handler.' },
    ],
    flags: [json, root],
    examples: ['gatic timescape confirm', 'gatic timescape confirm 1 yes'],
    load: () => import('./commands/timescape/confirm.js'),
  },
  {
    name: 'timescape collapse',
    summary: "Fold releases that were never anybody's into one.",
    details:
      'From the one that is named on, the releases become one under the id of the last: with the changes since the release before them, and the ' +
      'version that these ask for. Refuses where one of them was activated, labelled or called. It changes files of the project and nothing else.',
    arguments: [{ ...release, summary: 'The first of those that become one.' }],
    flags: [
      { name: 'force', summary: 'Do it although somebody may have a client of one of them.' },
      { name: 'dry-run', short: 'n', summary: 'Say what would become of which files, and write nothing.' },
      json,
      root,
    ],
    examples: ['gatic timescape collapse 1.1.0 --dry-run', 'gatic timescape collapse 1.1.0'],
    load: () => import('./commands/timescape/collapse.js'),
  },
];
