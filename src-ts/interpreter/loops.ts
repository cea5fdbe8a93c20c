/**
 * Loops of generated code. The names of a loop have one place for all of its rounds, so a function that is made in a
 * round must not be called after it, which generated code never does.
 */

import { expressionOf } from './expressions.js';
import { bindingOf, declareNames } from './patterns.js';
import type { Scope } from './scope.js';
import type { Execute, Exit } from './statements.js';
import type { Statement } from './tree.js';

type Loop = Extract<Statement, readonly ['for' | 'repeat' | 'for of' | 'for in', ...unknown[]]>;

/** A loop, and the names it goes by. */
export function loopOf(
  node: Loop,
  names: readonly string[],
  scope: Scope,
  make: (node: Statement, scope: Scope) => Execute,
): Execute {
  const isOurs = (exit: Exit): boolean => exit.label === null || names.includes(exit.label);
  const goesOn = (exit: Exit): boolean => exit.kind === 'continue' && isOurs(exit);
  /** What is left of a way out once the loop is left. */
  const beyond = (exit: Exit): Exit | undefined => (exit.kind === 'break' && isOurs(exit) ? undefined : exit);
  const inner = scope.block();
  switch (node[0]) {
    case 'for': {
      if (node[1]?.[0] === 'let') for (const [pattern] of node[1][1]) declareNames(pattern, inner);
      const start = node[1] === null ? undefined : make(node[1], inner);
      const test = node[2] === null ? () => true : expressionOf(node[2], inner);
      const update = node[3] === null ? undefined : expressionOf(node[3], inner);
      const body = make(node[4], inner);
      return (frame) => {
        for (start?.(frame); test(frame); update?.(frame)) {
          const exit = body(frame);
          if (exit !== undefined && !goesOn(exit)) return beyond(exit);
        }
        return undefined;
      };
    }
    case 'repeat': {
      const body = make(node[1], inner);
      const test = expressionOf(node[2], scope);
      return (frame) => {
        do {
          const exit = body(frame);
          if (exit !== undefined && !goesOn(exit)) return beyond(exit);
        } while (test(frame));
        return undefined;
      };
    }
    case 'for of':
    case 'for in': {
      const over = expressionOf(node[2], scope);
      declareNames(node[1], inner);
      const bind = bindingOf(node[1], inner);
      const body = make(node[3], inner);
      if (node[0] === 'for of') {
        return (frame) => {
          for (const item of over(frame) as Iterable<unknown>) {
            bind(frame, item);
            const exit = body(frame);
            if (exit !== undefined && !goesOn(exit)) return beyond(exit);
          }
          return undefined;
        };
      }
      return (frame) => {
        for (const key in over(frame) as object) {
          bind(frame, key);
          const exit = body(frame);
          if (exit !== undefined && !goesOn(exit)) return beyond(exit);
        }
        return undefined;
      };
    }
  }
}
