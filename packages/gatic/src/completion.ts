/** Shell completion scripts, written from the command table. They are static text: pressing Tab never starts Node. */

import type { CommandSpec, FlagSpec } from './schema.js';
import { layout, wordsOf, type LayoutEntry } from './table-layout.js';

/** Shells a script can be written for. */
export type Shell = 'bash' | 'zsh' | 'fish';

/** The completion script for one shell. */
export function completionScript(shell: Shell, table: readonly CommandSpec[]): string {
  const writers: Record<Shell, (table: readonly CommandSpec[]) => string> = { bash, zsh, fish };
  return writers[shell](table);
}

const bins = ['gatic', 'gati'];

function flagWords(flags: readonly FlagSpec[]): string[] {
  return [
    ...flags.flatMap((flag) => (flag.short ? [`--${flag.name}`, `-${flag.short}`] : [`--${flag.name}`])),
    '--help',
  ];
}

function bash(table: readonly CommandSpec[]): string {
  const cases = table.map((command) => {
    const values = command.flags.flatMap((flag) =>
      Array.isArray(flag.value?.kind)
        ? [`      --${flag.name}) COMPREPLY=($(compgen -W '${flag.value.kind.join(' ')}' -- "$cur")); return ;;`]
        : [],
    );
    const paths = command.flags.filter((flag) => flag.value?.kind === 'path').map((flag) => `--${flag.name}`);
    if (paths.length > 0) values.push(`      ${paths.join('|')}) COMPREPLY=($(compgen -d -- "$cur")); return ;;`);
    const words = flagWords(command.flags).join(' ');
    const positional = command.arguments[0]?.completes;
    const otherwise =
      positional === undefined
        ? ''
        : positional === 'files'
          ? '-f'
          : positional === 'directories'
            ? '-d'
            : `-W '${positional.join(' ')}'`;
    return [
      `    ${quotedIfTwo(command.name)})`,
      ...(values.length > 0 ? ['      case "$prev" in', ...values, '      esac'] : []),
      `      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W '${words}' -- "$cur")); return; fi`,
      ...(otherwise === '' ? [] : [`      COMPREPLY=($(compgen ${otherwise} -- "$cur"))`]),
      '      ;;',
    ].join('\n');
  });
  return `# bash completion for gatic; written by "gatic completion bash".
_gatic() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}"
  COMPREPLY=()
  if [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W '${[...layout(table).map(firstWord), '--help', '--version'].join(' ')}' -- "$cur"))
    return
  fi
${bashGroups(table)}  case "$command" in
${cases.join('\n')}
  esac
}
complete -F _gatic ${bins.join(' ')}
`;
}

/** Completes the second word of a group, and makes both words the command. */
function bashGroups(table: readonly CommandSpec[]): string {
  return layout(table)
    .flatMap((entry) => (entry.kind === 'group' ? [entry] : []))
    .map(
      ({ group, commands }) => `  if [[ "$command" == ${group.name} ]]; then
    if [[ $COMP_CWORD -eq 2 ]]; then
      COMPREPLY=($(compgen -W '${[...commands.map(({ word }) => word), '--help'].join(' ')}' -- "$cur"))
      return
    fi
    command="${group.name} \${COMP_WORDS[2]}"
  fi
`,
    )
    .join('');
}

/** What is typed first. */
function firstWord(entry: LayoutEntry): string {
  return entry.kind === 'group' ? entry.group.name : entry.command.name;
}

function quotedIfTwo(name: string): string {
  return name.includes(' ') ? `"${name}"` : name;
}

/** Quotes text for single quotes in zsh and fish, which close, escape and reopen. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function zsh(table: readonly CommandSpec[]): string {
  const entries = layout(table);
  const list = entries
    .map((entry) => zshLine(firstWord(entry), entry.kind === 'group' ? entry.group.summary : entry.command.summary))
    .join('\n');
  const cases = entries.map((entry) =>
    entry.kind === 'command' ? `    ${entry.command.name}) ${zshArguments(entry.command)} ;;` : zshGroup(entry),
  );
  return `#compdef ${bins.join(' ')}
# zsh completion for gatic; written by "gatic completion zsh".
_gatic() {
  local -a commands
  commands=(
${list}
  )
  if (( CURRENT == 2 )); then _describe 'command' commands; return; fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
if [ "$funcstack[1]" = "_gatic" ]; then _gatic "$@"; else compdef _gatic ${bins.join(' ')}; fi
`;
}

function zshLine(word: string, summary: string): string {
  return `    ${quoted(`${word}:${summary}`)}`;
}

function zshGroup({ group, commands }: LayoutEntry & { readonly kind: 'group' }): string {
  return `    ${group.name})
      commands=(
${commands.map(({ word, command }) => `    ${zshLine(word, command.summary)}`).join('\n')}
      )
      if (( CURRENT == 2 )); then _describe 'command' commands; return; fi
      command=$words[2]
      shift words
      (( CURRENT-- ))
      case $command in
${commands.map(({ word, command }) => `        ${word}) ${zshArguments(command)} ;;`).join('\n')}
      esac ;;`;
}

function zshArguments(command: CommandSpec): string {
  const flags = command.flags.map((flag) => {
    const action = Array.isArray(flag.value?.kind)
      ? `(${flag.value.kind.join(' ')})`
      : flag.value?.kind === 'path'
        ? '_files -/'
        : '';
    const summary = flag.summary.replaceAll('[', '(').replaceAll(']', ')').replaceAll(':', '\\:');
    return `      ${quoted(`--${flag.name}[${summary}]${flag.value ? `:${flag.value.label}:${action}` : ''}`)}`;
  });
  const positional = command.arguments.map((argument, index) => {
    const completes = argument.completes;
    const action =
      completes === 'files'
        ? '_files'
        : completes === 'directories'
          ? '_files -/'
          : completes
            ? `(${completes.join(' ')})`
            : '';
    return `      ${quoted(`${argument.variadic ? '*' : String(index + 1)}:${argument.name}:${action}`)}`;
  });
  return `_arguments \\\n${[...flags, `      '--help[Print help.]'`, ...positional].join(' \\\n')}`;
}

function fish(table: readonly CommandSpec[]): string {
  const lines = ['# fish completion for gatic; written by "gatic completion fish".'];
  for (const bin of bins) {
    lines.push(`complete -c ${bin} -f`);
    for (const entry of layout(table)) {
      const summary = entry.kind === 'group' ? entry.group.summary : entry.command.summary;
      lines.push(`complete -c ${bin} -n __fish_use_subcommand -a ${firstWord(entry)} -d ${quoted(summary)}`);
      if (entry.kind === 'command') lines.push(...fishCommand(bin, entry.command));
      else {
        const group = entry.group.name;
        const words = entry.commands.map(({ word }) => word).join(' ');
        for (const { word, command } of entry.commands) {
          const condition = `'__fish_seen_subcommand_from ${group}; and not __fish_seen_subcommand_from ${words}'`;
          lines.push(`complete -c ${bin} -n ${condition} -a ${word} -d ${quoted(command.summary)}`);
          lines.push(...fishCommand(bin, command));
        }
      }
    }
  }
  return `${lines.join('\n')}\n`;
}

function fishCommand(bin: string, command: CommandSpec): string[] {
  const seen = `-n '${wordsOf(command)
    .map((word) => `__fish_seen_subcommand_from ${word}`)
    .join('; and ')}'`;
  const lines = command.flags.map((flag) => {
    const value = Array.isArray(flag.value?.kind)
      ? ` -x -a ${quoted(flag.value.kind.join(' '))}`
      : flag.value?.kind === 'path'
        ? ` -x -a '(__fish_complete_directories)'`
        : flag.value
          ? ' -x'
          : '';
    const short = flag.short ? ` -s ${flag.short}` : '';
    return `complete -c ${bin} ${seen} -l ${flag.name}${short}${value} -d ${quoted(flag.summary)}`;
  });
  const completes = command.arguments[0]?.completes;
  if (completes === 'files') lines.push(`complete -c ${bin} ${seen} -F`);
  else if (completes === 'directories') lines.push(`complete -c ${bin} ${seen} -a '(__fish_complete_directories)'`);
  else if (completes) lines.push(`complete -c ${bin} ${seen} -a ${quoted(completes.join(' '))}`);
  return lines;
}
