/** What a rollback means, as text. */

import type { HandlerRollback } from '@gati-framework/core/tooling';

import type { Rollback } from '../../api/timescape/rollback.js';
import type { Style } from '../output.js';

/** Handlers that do not change are counted; the others are named, with the reason. */
export function rollbackText({ from, to, strict, windows, handlers, pinned }: Rollback, style: Style): string {
  const lines = [
    style.bold(`${from} is withdrawn for ${to}`),
    `  was current   ${windows.map(({ since, until }) => `${since} to ${until}`).join(', ')}`,
    `  pinned to it  ${counted(pinned.requests, 'request')} of ${counted(pinned.callers, 'caller')}, who ${
      strict ? 'get 410 from now on' : 'are told that it was withdrawn'
    }`,
  ];
  if (handlers === null) {
    lines.push('  handlers      not known: the files of both releases are not in this project');
    return lines.join('\n');
  }
  const same = handlers.filter(({ effect }) => effect === 'same').length;
  if (same > 0) lines.push(`  ${counted(same, 'handler')} with the contract of ${to} already`);
  for (const handler of handlers) if (handler.effect !== 'same') lines.push(...handlerLines(handler, to, style));
  return lines.join('\n');
}

function handlerLines({ handler, effect, changes }: HandlerRollback, to: string, style: Style): string[] {
  const said = {
    same: '',
    reversible: `${style.green('reversible')}  ${handler}`,
    broken: `${style.red('broken')}      ${handler}`,
    gone: `${style.red('gone')}        ${handler}: ${to} does not have it`,
  }[effect];
  return [`  ${said}`, ...changes.map(({ text }) => `              ${text}`)];
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
