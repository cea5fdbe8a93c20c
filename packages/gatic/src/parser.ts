/** From the command table to a call of a command, with commander doing the parsing. */

import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';

import { exit, exitCodes } from './exit-codes.js';
import type { Invocation } from './invocation.js';
import type { Output } from './output/output.js';
import type { ArgumentSpec, CommandGroup, CommandSpec, FlagSpec, ValueKind } from './schema.js';
import { layout } from './table-layout.js';

/** How a command line ends: with a command to run, or with help or a complaint already printed. */
export type Parsed =
  | { readonly kind: 'run'; readonly command: CommandSpec; readonly invocation: Invocation }
  | { readonly kind: 'done'; readonly exitCode: number };

/** Reads a command line. Never exits the process and never runs a command. */
export function parse(table: readonly CommandSpec[], argv: readonly string[], version: string, output: Output): Parsed {
  let found: Parsed | undefined;
  const program = buildProgram(table, version, output, (command, args, flags) => {
    found = { kind: 'run', command, invocation: { args, flags, output } };
  });
  if (argv.length === 0) {
    program.outputHelp();
    return { kind: 'done', exitCode: exit.usage };
  }
  try {
    program.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { kind: 'done', exitCode: error.exitCode === 0 ? exit.ok : exit.usage };
  }
  return found ?? { kind: 'done', exitCode: exit.usage };
}

type OnCommand = (command: CommandSpec, args: readonly string[], flags: Invocation['flags']) => void;

function buildProgram(table: readonly CommandSpec[], version: string, output: Output, onCommand: OnCommand): Command {
  const program = new Command('gatic')
    .description('Gati: from handlers and types to a validated API.')
    .version(version, '-v, --version', 'Print the version.')
    .helpOption('-h, --help', 'Print help.')
    .helpCommand('help [command]', 'Print help for a command.')
    .addHelpText('after', () => `\nExit codes:\n${exitCodeLines()}`)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.line(text.replace(/\n$/u, '')),
      writeErr: (text) => output.error(text.replace(/\n$/u, '')),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .showSuggestionAfterError(true);
  for (const entry of layout(table)) {
    if (entry.kind === 'command') addCommand(program, entry.command, entry.command.name, onCommand);
    else addGroup(program, entry.group, entry.commands, onCommand);
  }
  return program;
}

/** A first word: alone it prints what may follow, and complains. */
function addGroup(
  program: Command,
  group: CommandGroup,
  commands: readonly { readonly word: string; readonly command: CommandSpec }[],
  onCommand: OnCommand,
): void {
  const parent = program.command(group.name).summary(group.summary).description(group.summary);
  parent.copyInheritedSettings(program).helpOption('-h, --help', 'Print help.').helpCommand(false);
  for (const { word, command } of commands) addCommand(parent, command, word, onCommand);
}

function addCommand(parent: Command, spec: CommandSpec, word: string, onCommand: OnCommand): void {
  const command = parent
    .command(word)
    .summary(spec.summary)
    .description([spec.summary, spec.details ?? ''].join('\n\n').trim());
  command.copyInheritedSettings(parent).helpOption('-h, --help', 'Print help.').allowExcessArguments(false);
  for (const argument of spec.arguments) command.addArgument(toArgument(argument));
  for (const flag of spec.flags) command.addOption(toOption(flag));
  command.addHelpText('after', `\nExamples:\n${spec.examples.map((example) => `  $ ${example}`).join('\n')}`);
  command.action(() => onCommand(spec, command.args, kebab(command.opts())));
}

function exitCodeLines(): string {
  return exitCodes.map((row) => `  ${String(row.code).padStart(3)}  ${row.meaning}`).join('\n');
}

function toArgument(spec: ArgumentSpec): Argument {
  const name = spec.variadic ? `${spec.name}...` : spec.name;
  const argument = new Argument(spec.required ? `<${name}>` : `[${name}]`, spec.summary);
  if (Array.isArray(spec.completes)) argument.choices(spec.completes as string[]);
  return argument;
}

function toOption(spec: FlagSpec): Option {
  const long = `--${spec.name}${spec.value ? ` <${spec.value.label}>` : ''}`;
  const option = new Option(spec.short ? `-${spec.short}, ${long}` : long, spec.summary);
  if (!spec.value) return option;
  const { kind } = spec.value;
  return Array.isArray(kind) ? option.choices(kind) : option.argParser((text) => checkValue(kind, text));
}

function checkValue(kind: ValueKind, text: string): string {
  if (kind === 'port' && !(/^\d{1,5}$/u.test(text) && Number(text) <= 65_535)) {
    throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
  }
  if (kind === 'count' && !/^\d{1,9}$/u.test(text)) throw new InvalidArgumentError('It is a whole number, 0 or more.');
  if (kind === 'workers' && !/^(?:auto|[1-9]\d{0,2})$/u.test(text)) {
    throw new InvalidArgumentError('It is auto, or a whole number from 1 to 999.');
  }
  if (text === '') throw new InvalidArgumentError('It must not be empty.');
  return text;
}

/** Commander answers with camelCase names; the table's own spelling is the one used everywhere else. */
function kebab(options: Record<string, unknown>): Invocation['flags'] {
  const flags: Record<string, string | boolean | undefined> = {};
  for (const [name, value] of Object.entries(options)) {
    flags[name.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)] = value as string | boolean | undefined;
  }
  return flags;
}
