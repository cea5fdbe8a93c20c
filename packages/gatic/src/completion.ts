/** Shell completion scripts, written from the command table. They are static text: pressing Tab never starts Node. */

import type { CommandSpec, FlagSpec } from './schema.js';

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
      `    ${command.name})`,
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
    COMPREPLY=($(compgen -W '${[...table.map((command) => command.name), '--help', '--version'].join(' ')}' -- "$cur"))
    return
  fi
  case "$command" in
${cases.join('\n')}
  esac
}
complete -F _gatic ${bins.join(' ')}
`;
}

/** Quotes text for single quotes in zsh and fish, which close, escape and reopen. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function zsh(table: readonly CommandSpec[]): string {
  const list = table.map((command) => `    ${quoted(`${command.name}:${command.summary}`)}`).join('\n');
  const cases = table.map((command) => {
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
    return `    ${command.name}) _arguments \\\n${[...flags, `      '--help[Print help.]'`, ...positional].join(' \\\n')} ;;`;
  });
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

function fish(table: readonly CommandSpec[]): string {
  const lines = ['# fish completion for gatic; written by "gatic completion fish".'];
  for (const bin of bins) {
    lines.push(`complete -c ${bin} -f`);
    for (const command of table) {
      lines.push(`complete -c ${bin} -n __fish_use_subcommand -a ${command.name} -d ${quoted(command.summary)}`);
      const seen = `-n '__fish_seen_subcommand_from ${command.name}'`;
      for (const flag of command.flags) {
        const value = Array.isArray(flag.value?.kind)
          ? ` -x -a ${quoted(flag.value.kind.join(' '))}`
          : flag.value?.kind === 'path'
            ? ` -x -a '(__fish_complete_directories)'`
            : flag.value
              ? ' -x'
              : '';
        lines.push(
          `complete -c ${bin} ${seen} -l ${flag.name}${flag.short ? ` -s ${flag.short}` : ''}${value} -d ${quoted(flag.summary)}`,
        );
      }
      const completes = command.arguments[0]?.completes;
      if (completes === 'files') lines.push(`complete -c ${bin} ${seen} -F`);
      else if (completes === 'directories') lines.push(`complete -c ${bin} ${seen} -a '(__fish_complete_directories)'`);
      else if (completes) lines.push(`complete -c ${bin} ${seen} -a ${quoted(completes.join(' '))}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
