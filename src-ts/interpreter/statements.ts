/** Statements of generated code as functions of a frame, which say whether what follows them is still done. */

import { expressionOf } from './expressions.js';
import { loopOf } from './loops.js';
import { bindingOf, declareNames } from './patterns.js';
import { RETURNED, type Frame, type Scope } from './scope.js';
import type { Expression, Statement } from './tree.js';

/** A way out of what is being done: `return`, `break`, `continue`. */
export interface Exit {
  readonly kind: 'return' | 'break' | 'continue';
  readonly label: string | null;
}

/** Does something. Most often nothing is left by it. */
export type Execute = (frame: Frame) => Exit | undefined;

const RETURN: Exit = { kind: 'return', label: null };

/** Statements that share a scope. Names are known in all of it, and functions are there before anything is done. */
export function statementsOf(nodes: readonly Statement[], scope: Scope): Execute[] {
  for (const node of nodes) {
    if (node[0] === 'function') scope.declare(node[1]);
    else if (node[0] === 'let') for (const [pattern] of node[1]) declareNames(pattern, scope);
  }
  const first: Execute[] = [];
  const others: Execute[] = [];
  for (const node of nodes) {
    if (node[0] !== 'function') {
      others.push(statementOf(node, scope));
      continue;
    }
    const index = scope.declare(node[1]);
    const make = scope.makeFunction(node[2], node[3], scope);
    first.push((frame) => void (frame[index] = make(frame)));
  }
  return [...first, ...others];
}

/** Statements in a scope of their own. */
export function blockOf(nodes: readonly Statement[], scope: Scope): Execute {
  const steps = statementsOf(nodes, scope.block());
  const [only] = steps;
  if (only !== undefined && steps.length === 1) return only;
  return (frame) => {
    for (const step of steps) {
      const exit = step(frame);
      if (exit !== undefined) return exit;
    }
    return undefined;
  };
}

function statementOf(node: Statement, scope: Scope): Execute {
  switch (node[0]) {
    case 'do': {
      const evaluate = expressionOf(node[1], scope);
      return (frame) => void evaluate(frame);
    }
    case 'let':
      return declarationOf(node[1], scope);
    case 'function':
      return blockOf([node], scope);
    case 'return': {
      if (node[1] === null) return () => RETURN;
      const value = expressionOf(node[1], scope);
      return (frame) => {
        frame[RETURNED] = value(frame);
        return RETURN;
      };
    }
    case 'if':
      return choiceOf(node, scope);
    case 'block':
      return blockOf(node[1], scope);
    case 'throw': {
      const value = expressionOf(node[1], scope);
      return (frame) => {
        throw value(frame);
      };
    }
    case 'try':
      return attemptOf(node, scope);
    case 'switch':
      return switchOf(node, scope);
    case 'break':
    case 'continue': {
      const exit: Exit = { kind: node[0], label: node[1] };
      return () => exit;
    }
    case 'label':
      return labelled(node[1], node[2], scope);
    default:
      return loopOf(node, [], scope, statementOf);
  }
}

function declarationOf(declared: Extract<Statement, readonly ['let', unknown]>[1], scope: Scope): Execute {
  const steps = declared.map(([pattern, value]) => {
    const bind = bindingOf(pattern, scope);
    const evaluate = value === null ? () => undefined : expressionOf(value, scope);
    return { bind, evaluate };
  });
  return (frame) => {
    for (const { bind, evaluate } of steps) bind(frame, evaluate(frame));
    return undefined;
  };
}

/** A `!` is turned around, so that it is no call of its own. */
function choiceOf([, test, yes, no]: Extract<Statement, readonly ['if', ...unknown[]]>, scope: Scope): Execute {
  const then = statementOf(yes, scope);
  const otherwise = no === null ? undefined : statementOf(no, scope);
  if (test[0] === 'unary' && test[1] === '!') {
    const condition = expressionOf(test[2], scope);
    return (frame) => (condition(frame) ? otherwise?.(frame) : then(frame));
  }
  const condition = expressionOf(test, scope);
  return (frame) => (condition(frame) ? then(frame) : otherwise?.(frame));
}

function attemptOf([, body, handler]: Extract<Statement, readonly ['try', ...unknown[]]>, scope: Scope): Execute {
  const attempt = blockOf(body, scope);
  const caught = handlerOf(handler, scope);
  return (frame) => {
    try {
      return attempt(frame);
    } catch (thrown) {
      return caught(frame, thrown);
    }
  };
}

function handlerOf(
  [pattern, body]: Extract<Statement, readonly ['try', ...unknown[]]>[2],
  scope: Scope,
): (frame: Frame, thrown: unknown) => Exit | undefined {
  const inner = scope.block();
  if (pattern !== null) declareNames(pattern, inner);
  const bind = pattern === null ? undefined : bindingOf(pattern, inner);
  const handle = blockOf(body, inner);
  return (frame, thrown) => {
    bind?.(frame, thrown);
    return handle(frame);
  };
}

function switchOf([, on, nodes]: Extract<Statement, readonly ['switch', ...unknown[]]>, scope: Scope): Execute {
  const value = expressionOf(on, scope);
  const inner = scope.block();
  const tests = nodes.map(([test]) => (test === null ? undefined : expressionOf(test as Expression, inner)));
  // All cases share a scope, and what is done begins at one of them.
  const starts: number[] = [];
  const steps: Execute[] = [];
  for (const [, body] of nodes) {
    starts.push(steps.length);
    steps.push(...statementsOf(body, inner));
  }
  return (frame) => {
    const found = value(frame);
    let chosen = tests.findIndex((test) => test !== undefined && test(frame) === found);
    if (chosen === -1) chosen = tests.indexOf(undefined);
    if (chosen === -1) return undefined;
    for (let index = starts[chosen] as number; index < steps.length; index++) {
      const exit = (steps[index] as Execute)(frame);
      if (exit !== undefined) return exit.kind === 'break' && exit.label === null ? undefined : exit;
    }
    return undefined;
  };
}

/** Statements that others leave by name; loops know their names themselves, to go on with them. */
function labelled(name: string, node: Statement, scope: Scope): Execute {
  const names = [name];
  let inner = node;
  while (inner[0] === 'label') {
    names.push(inner[1]);
    inner = inner[2];
  }
  const body =
    inner[0] === 'for' || inner[0] === 'repeat' || inner[0] === 'for of' || inner[0] === 'for in'
      ? loopOf(inner, names, scope, statementOf)
      : statementOf(inner, scope);
  return (frame) => {
    const exit = body(frame);
    return exit?.kind === 'break' && exit.label !== null && names.includes(exit.label) ? undefined : exit;
  };
}
