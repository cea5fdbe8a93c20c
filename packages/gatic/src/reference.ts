/** docs/cli.md, written from the command table. */

import { exitCodes } from './exit-codes.js';
import type { CommandSpec, FlagSpec } from './schema.js';

/** The whole reference page as Markdown. */
export function cliReference(table: readonly CommandSpec[]): string {
  const parts = [
    '# The command line',
    '',
    '<!-- Written from packages/gatic/src/schema.ts. To write it again: npx vitest run __test__/cli/command-table.test.ts -u -->',
    '',
    'The package `gatic` has two names for one program: `gatic` and `gati`. Inside a project, run it through the package manager:',
    '`npx gatic routes`, `pnpm gatic routes`, or a script of package.json.',
    '',
    '| command | what it does |',
    '|---|---|',
    ...table.map((command) => `| [\`${command.name}\`](#${command.name.replaceAll(' ', '-')}) | ${command.summary} |`),
    '',
    ...table.flatMap(section),
    '## Exit codes',
    '',
    '| code | meaning |',
    '|---|---|',
    ...exitCodes.map((row) => `| ${row.code} | ${row.meaning} |`),
  ];
  return `${parts.join('\n')}\n`;
}

function section(command: CommandSpec): string[] {
  const positional = command.arguments.map((argument) => {
    const name = argument.variadic ? `${argument.name}...` : argument.name;
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  return [
    `## ${command.name}`,
    '',
    `${command.summary}${command.details ? ` ${command.details}` : ''}`,
    '',
    '```sh',
    `gatic ${[command.name, ...positional, ...(command.flags.length > 0 ? ['[flags]'] : [])].join(' ')}`,
    '```',
    '',
    ...(command.arguments.length > 0
      ? ['| argument | meaning |', '|---|---|', ...command.arguments.map((a) => `| \`${a.name}\` | ${a.summary} |`), '']
      : []),
    ...(command.flags.length > 0 ? ['| flag | meaning |', '|---|---|', ...command.flags.map(flagRow), ''] : []),
    'For example:',
    '',
    '```sh',
    ...command.examples,
    '```',
    '',
  ];
}

function flagRow(flag: FlagSpec): string {
  const value = flag.value ? ` <${flag.value.label}>` : '';
  const choices = Array.isArray(flag.value?.kind)
    ? ` One of ${flag.value.kind.map((name) => `\`${name}\``).join(', ')}.`
    : '';
  return `| ${flag.short ? `\`-${flag.short}\`, ` : ''}\`--${flag.name}${value}\` | ${flag.summary}${choices} |`;
}
