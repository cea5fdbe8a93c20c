/** The command table as people meet it: single commands, and groups of them where the first one stands. */

import { commandGroups, type CommandGroup, type CommandSpec } from './schema.js';

/** One line of the list of commands. */
export type LayoutEntry =
  | { readonly kind: 'command'; readonly command: CommandSpec }
  | {
      readonly kind: 'group';
      readonly group: CommandGroup;
      /** Its commands, each with the word it is called by behind the one of the group. */
      readonly commands: readonly { readonly word: string; readonly command: CommandSpec }[];
    };

/** The entries in the order of the table; a group stands where its first command does. */
export function layout(commands: readonly CommandSpec[]): LayoutEntry[] {
  const entries: LayoutEntry[] = [];
  const seen = new Set<string>();
  for (const command of commands) {
    const [first = '', second] = wordsOf(command);
    if (second === undefined) entries.push({ kind: 'command', command });
    else if (!seen.has(first)) {
      seen.add(first);
      const group = commandGroups.find(({ name }) => name === first) ?? { name: first, summary: '' };
      const members = commands.filter(({ name }) => name.startsWith(`${first} `));
      entries.push({
        kind: 'group',
        group,
        commands: members.map((member) => ({ word: member.name.slice(first.length + 1), command: member })),
      });
    }
  }
  return entries;
}

/** The words a command is called by. */
export function wordsOf(command: CommandSpec): string[] {
  return command.name.split(' ');
}
