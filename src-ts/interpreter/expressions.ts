/**
 * Expressions of generated code as functions of a frame. Frames of the stack are what deeply nested values use up, so
 * what stands on the way of a call inside a call is as flat as it can be.
 */

import { callOf, CUT, isNothing, newOf, valuesOf } from './calls.js';
import { binary, unary } from './operators.js';
import { namedValue, outwards, type Evaluate, type Frame, type Scope } from './scope.js';
import type { Expression, MemberEntry, Target } from './tree.js';

type Keyed = Record<PropertyKey, unknown>;

/** What `node` comes to. */
export function expressionOf(node: Expression, scope: Scope): Evaluate {
  switch (node[0]) {
    case 'value': {
      const value = node[1];
      return () => value;
    }
    case 'name':
      return namedValue(node[1], scope);
    case 'bigint': {
      const value = BigInt(node[1]);
      return () => value;
    }
    case 'regex': {
      const [, source, flags] = node;
      if (/[gy]/.test(flags)) return () => new RegExp(source, flags);
      // One that remembers nothing is the same every time.
      const regex = new RegExp(source, flags);
      return () => regex;
    }
    case 'template':
      return templateOf(node[1], node[2], scope);
    case 'array':
      return valuesOf(node[1], scope, expressionOf);
    case 'object':
      return objectOf(node[1], scope);
    case 'closure':
      return scope.makeFunction(node[1], node[2], scope);
    case 'member':
    case 'member?':
      return memberOf(node, scope);
    case 'call':
    case 'call?':
      return callOf(node, scope, expressionOf);
    case 'new':
      return newOf(node, scope, expressionOf);
    case 'chain': {
      const inner = expressionOf(node[1], scope);
      return (frame) => {
        const value = inner(frame);
        return value === CUT ? undefined : value;
      };
    }
    default:
      return operationOf(node, scope);
  }
}

type Operation = Extract<
  Expression,
  readonly ['unary' | 'update' | 'binary' | 'logical' | 'assign' | 'choose' | 'sequence', ...unknown[]]
>;

function operationOf(node: Operation, scope: Scope): Evaluate {
  switch (node[0]) {
    case 'unary':
      return node[1] === 'delete' ? removalOf(node[2], scope) : unaryOf(node[1], expressionOf(node[2], scope));
    case 'binary':
      return binaryOf(node[1], expressionOf(node[2], scope), expressionOf(node[3], scope));
    case 'logical':
      return logicalOf(node[1], expressionOf(node[2], scope), expressionOf(node[3], scope));
    case 'choose': {
      const [test, then, otherwise] = [1, 2, 3].map((part) => expressionOf(node[part] as Expression, scope)) as [
        Evaluate,
        Evaluate,
        Evaluate,
      ];
      return (frame) => (test(frame) ? then(frame) : otherwise(frame));
    }
    case 'sequence': {
      const all = node[1].map((one) => expressionOf(one, scope));
      return (frame) => {
        let value: unknown;
        for (const one of all) value = one(frame);
        return value;
      };
    }
    case 'update': {
      const step = node[1] === '++' ? 1 : -1;
      const isBefore = node[2] === 'before';
      return change(node[3], scope, (before) => {
        const number = typeof before === 'bigint' ? before : Number(before);
        const after = typeof number === 'bigint' ? number + BigInt(step) : number + step;
        return { after, result: isBefore ? after : number };
      });
    }
    case 'assign':
      return assignmentOf(node[1], node[2], expressionOf(node[3], scope), scope);
  }
}

function unaryOf(operator: string, of: Evaluate): Evaluate {
  if (operator === '!') return (frame) => !of(frame);
  if (operator === 'typeof') return (frame) => typeof of(frame);
  const apply = unary[operator] as (value: unknown) => unknown;
  return (frame) => apply(of(frame));
}

function binaryOf(operator: string, left: Evaluate, right: Evaluate): Evaluate {
  if (operator === '===') return (frame) => left(frame) === right(frame);
  if (operator === '!==') return (frame) => left(frame) !== right(frame);
  const apply = binary[operator] as (left: unknown, right: unknown) => unknown;
  return (frame) => apply(left(frame), right(frame));
}

function logicalOf(operator: string, left: Evaluate, right: Evaluate): Evaluate {
  if (operator === '&&') return (frame) => left(frame) && right(frame);
  if (operator === '||') return (frame) => left(frame) || right(frame);
  return (frame) => left(frame) ?? right(frame);
}

function assignmentOf(operator: string, target: Target, value: Evaluate, scope: Scope): Evaluate {
  if (operator === '=') return put(target, scope, value);
  const word = operator.slice(0, -1);
  if (word === '&&' || word === '||' || word === '??') {
    const write = put(target, scope, value);
    return logicalOf(word, expressionOf(target, scope), write);
  }
  const apply = binary[word] as (left: unknown, right: unknown) => unknown;
  return change(target, scope, (before, frame) => {
    const after = apply(before, value(frame));
    return { after, result: after };
  });
}

/** Gives a target a value. */
function put(target: Target, scope: Scope, value: Evaluate): Evaluate {
  if (target[0] === 'name') {
    const place = scope.find(target[1]);
    if (place === undefined) throw new ReferenceError(`${target[1]} is not defined`);
    const { hops, index } = place;
    if (hops === 0) return (frame) => (frame[index] = value(frame));
    return (frame) => (outwards(frame, hops)[index] = value(frame));
  }
  const object = expressionOf(target[1], scope);
  const key = expressionOf(target[2], scope);
  return (frame) => {
    const owner = object(frame) as Keyed;
    const name = key(frame) as PropertyKey;
    return (owner[name] = value(frame));
  };
}

type Change = (before: unknown, frame: Frame) => { readonly after: unknown; readonly result: unknown };

/** Gives a target a value that depends on the one it has. */
function change(target: Target, scope: Scope, next: Change): Evaluate {
  if (target[0] === 'name') {
    const place = scope.find(target[1]);
    if (place === undefined) throw new ReferenceError(`${target[1]} is not defined`);
    const { hops, index } = place;
    return (frame) => {
      const holder = outwards(frame, hops);
      const { after, result } = next(holder[index], frame);
      holder[index] = after;
      return result;
    };
  }
  const object = expressionOf(target[1], scope);
  const key = expressionOf(target[2], scope);
  return (frame) => {
    const owner = object(frame) as Keyed;
    const name = key(frame) as PropertyKey;
    const { after, result } = next(owner[name], frame);
    owner[name] = after;
    return result;
  };
}

function removalOf(target: Expression, scope: Scope): Evaluate {
  if (target[0] !== 'member') throw new SyntaxError('only members can be deleted');
  const object = expressionOf(target[1], scope);
  const key = expressionOf(target[2], scope);
  return (frame) => delete (object(frame) as Keyed)[key(frame) as PropertyKey];
}

function memberOf([word, of, name]: readonly ['member' | 'member?', Expression, Expression], scope: Scope): Evaluate {
  const object = expressionOf(of, scope);
  const key = expressionOf(name, scope);
  const isOptional = word === 'member?';
  const fixed = name[0] === 'value' ? (name[1] as string) : undefined;
  return (frame) => {
    const owner = object(frame) as Keyed | null | undefined | typeof CUT;
    if (owner === CUT || (isOptional && isNothing(owner))) return CUT;
    return (owner as Keyed)[fixed ?? (key(frame) as PropertyKey)];
  };
}

function templateOf(texts: readonly string[], nodes: readonly Expression[], scope: Scope): Evaluate {
  const parts = nodes.map((node) => expressionOf(node, scope));
  return (frame) => {
    let made = texts[0] as string;
    // `String` would make text of a symbol, which a template throws at.
    parts.forEach((part, index) => (made += `${part(frame) as string}${texts[index + 1] as string}`));
    return made;
  };
}

function objectOf(entries: readonly MemberEntry[], scope: Scope): Evaluate {
  const steps = entries.map((entry): ((frame: Frame, made: object) => void) => {
    const from = expressionOf(entry[entry.length - 1] as Expression, scope);
    if (entry[0] === 'spread') return (frame, made) => void copy(made, from(frame));
    const key = expressionOf(entry[1], scope);
    if (entry[0] === 'inherits') {
      return (frame, made) => {
        const prototype = from(frame);
        if (typeof prototype === 'object') Object.setPrototypeOf(made, prototype);
      };
    }
    return (frame, made) => define(made, key(frame) as PropertyKey, from(frame));
  });
  return (frame) => {
    const made = {};
    for (const step of steps) step(frame, made);
    return made;
  };
}

/** A member of its own, `__proto__` too. */
function define(made: object, key: PropertyKey, value: unknown): void {
  Object.defineProperty(made, key, { value, writable: true, enumerable: true, configurable: true });
}

/** The members of something, as `...` copies them. */
function copy(made: object, from: unknown): void {
  for (const [key, value] of Object.entries({ ...(from as object) })) define(made, key, value);
}
