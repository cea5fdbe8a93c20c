/** Calls, `new`, and lists of values. */

import type { Evaluate, Frame, Scope } from './scope.js';
import type { Expression, Spread } from './tree.js';

type Callee = (...given: unknown[]) => unknown;
type Given = readonly (Expression | Spread)[];
/** How expressions are made, which know calls already. */
type Make = (node: Expression, scope: Scope) => Evaluate;

/** What an optional chain comes to before it is left. */
export const CUT: unique symbol = Symbol('an optional chain that ended');

/** Whether `?.` goes no further. */
export function isNothing(value: unknown): boolean {
  return value === null || value === undefined;
}

/** The items of a list that is written out. */
export function valuesOf(nodes: Given, scope: Scope, make: Make): (frame: Frame) => unknown[] {
  const parts = nodes.map((node) => {
    const isSpread = node[0] === 'spread';
    return { isSpread, value: make(isSpread ? node[1] : node, scope) };
  });
  return (frame) => {
    const made: unknown[] = [];
    for (const { isSpread, value } of parts) {
      if (isSpread) made.push(...(value(frame) as Iterable<unknown>));
      else made.push(value(frame));
    }
    return made;
  };
}

/** A call: of a member, with what it is a member of, or of a function. */
export function callOf(
  [word, callee, given]: readonly ['call' | 'call?', Expression, Given],
  scope: Scope,
  make: Make,
): Evaluate {
  const isOptional = word === 'call?';
  if (callee[0] !== 'member' && callee[0] !== 'member?') {
    return isOptional
      ? optionalCall(make(callee, scope), valuesOf(given, scope, make))
      : plainCall(make(callee, scope), given, scope, make);
  }
  const values = valuesOf(given, scope, make);
  const object = make(callee[1], scope);
  const key = make(callee[2], scope);
  const isOptionalMember = callee[0] === 'member?';
  return (frame) => {
    const owner = object(frame) as Record<PropertyKey, Callee> | null | undefined | typeof CUT;
    if (owner === CUT || (isOptionalMember && isNothing(owner))) return CUT;
    const name = key(frame) as PropertyKey;
    const method = (owner as Record<PropertyKey, Callee>)[name];
    if (isOptional && isNothing(method)) return CUT;
    if (typeof method !== 'function') throw new TypeError(`${String(name)} is not a function`);
    return Reflect.apply(method, owner, values(frame));
  };
}

function optionalCall(callee: Evaluate, values: (frame: Frame) => unknown[]): Evaluate {
  return (frame) => {
    const called = callee(frame);
    return called === CUT || isNothing(called) ? CUT : (called as Callee)(...values(frame));
  };
}

/** A call of a function. Few values are handed over without a list of them, which takes less of the stack. */
function plainCall(of: Evaluate, given: Given, scope: Scope, make: Make): Evaluate {
  const callee = of as (frame: Frame) => Callee;
  const values = valuesOf(given, scope, make);
  if (given.some((node) => node[0] === 'spread') || given.length > 4) {
    return (frame) => callee(frame)(...values(frame));
  }
  const [a, b, c, d] = given.map((node) => make(node as Expression, scope));
  if (a === undefined) return (frame) => callee(frame)();
  if (b === undefined) return (frame) => callee(frame)(a(frame));
  if (c === undefined) return (frame) => callee(frame)(a(frame), b(frame));
  if (d === undefined) return (frame) => callee(frame)(a(frame), b(frame), c(frame));
  return (frame) => callee(frame)(a(frame), b(frame), c(frame), d(frame));
}

/** Something new. */
export function newOf([, callee, given]: readonly ['new', Expression, Given], scope: Scope, make: Make): Evaluate {
  const made = make(callee, scope) as (frame: Frame) => new (...given: unknown[]) => unknown;
  const values = valuesOf(given, scope, make);
  return (frame) => new (made(frame))(...values(frame));
}
