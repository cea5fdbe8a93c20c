/** Giving names to values, and to the parts of values. */

import { expressionOf } from './expressions.js';
import type { Frame, Scope } from './scope.js';
import type { Pattern } from './tree.js';

/** Gives a value to the names of a pattern. */
export type Bind = (frame: Frame, value: unknown) => void;

/** Declares the names of a pattern. */
export function declareNames(pattern: Pattern, scope: Scope): void {
  switch (pattern[0]) {
    case 'name':
      scope.declare(pattern[1]);
      return;
    case 'default':
    case 'rest':
      declareNames(pattern[1], scope);
      return;
    case 'members':
      for (const [, inner] of pattern[1]) declareNames(inner, scope);
      break;
    case 'items':
      for (const inner of pattern[1]) if (inner !== null) declareNames(inner, scope);
  }
  if (pattern[2] !== null) declareNames(pattern[2], scope);
}

/** How a pattern, whose names are declared, is given a value. */
export function bindingOf(pattern: Pattern, scope: Scope): Bind {
  switch (pattern[0]) {
    case 'name': {
      const index = scope.declare(pattern[1]);
      return (frame, value) => {
        frame[index] = value;
      };
    }
    case 'default': {
      const bind = bindingOf(pattern[1], scope);
      const otherwise = expressionOf(pattern[2], scope);
      return (frame, value) => bind(frame, value === undefined ? otherwise(frame) : value);
    }
    case 'rest':
      return bindingOf(pattern[1], scope);
    case 'members':
      return membersOf(pattern, scope);
    case 'items': {
      const items = pattern[1].map((item) => (item === null ? undefined : bindingOf(item, scope)));
      const rest = pattern[2] === null ? undefined : bindingOf(pattern[2], scope);
      return (frame, value) => {
        const all = rest === undefined ? few(value as Iterable<unknown>, items.length) : [...(value as unknown[])];
        items.forEach((bind, index) => bind?.(frame, all[index]));
        rest?.(frame, all.slice(items.length));
      };
    }
  }
}

function membersOf([, members, others]: Extract<Pattern, readonly ['members', ...unknown[]]>, scope: Scope): Bind {
  const parts = members.map(([key, inner]) => ({ key: expressionOf(key, scope), bind: bindingOf(inner, scope) }));
  const rest = others === null ? undefined : bindingOf(others, scope);
  return (frame, value) => {
    if (value === null || value === undefined) throw new TypeError(`${String(value)} has no members`);
    const taken: PropertyKey[] = [];
    for (const { key, bind } of parts) {
      const name = key(frame) as PropertyKey;
      taken.push(name);
      bind(frame, (value as Record<PropertyKey, unknown>)[name]);
    }
    if (rest === undefined) return;
    const left = { ...(value as object) };
    for (const name of taken) delete (left as Record<PropertyKey, unknown>)[name];
    rest(frame, left);
  };
}

/** The first items of something that may have no end. */
function few(from: Iterable<unknown>, count: number): unknown[] {
  const made: unknown[] = [];
  if (count === 0) return made;
  for (const item of from) {
    made.push(item);
    if (made.length === count) break;
  }
  return made;
}
