/**
 * Generated code without generating code: where text may not become a function
 * (`--disallow-code-generation-from-strings`, a content security policy), what the native engine wrote is read by it as
 * a tree, and the tree is walked here. It is the same program, so its verdicts, its issues and their order are the same
 * for every value there is, and there is no second place where a rule of a validator stands.
 */

import * as native from '../native/index.js';
import { bindingOf, declareNames } from './patterns.js';
import { RETURNED, Scope, type Frame, type MakeFunction } from './scope.js';
import { statementsOf } from './statements.js';
import type { Statement } from './tree.js';

/** What the body of a function gives back. */
export function interpret(body: string): unknown {
  const statements = JSON.parse(native.syntaxTree(body)) as Statement[];
  return makeFunction([], statements, Scope.outermost(makeFunction))([])();
}

const makeFunction: MakeFunction = (parameters, body, around) => {
  const scope = around.function();
  for (const parameter of parameters) declareNames(parameter, scope);
  const areNames = parameters.every((parameter) => parameter[0] === 'name');
  const bind = areNames ? undefined : parameters.map((parameter) => bindingOf(parameter, scope));
  const isRest = (index: number): boolean => parameters[index]?.[0] === 'rest';
  const steps = statementsOf(body, scope);
  const count = parameters.length;
  const { size } = scope;
  return (outer) =>
    (...given) => {
      const frame: Frame = Array(size).fill(undefined);
      frame[0] = outer;
      // Names of parameters are declared first, so they stand first.
      if (bind === undefined) for (let i = 0; i < count; i++) frame[RETURNED + 1 + i] = given[i];
      else bind.forEach((one, index) => one(frame, isRest(index) ? given.slice(index) : given[index]));
      for (const step of steps) if (step(frame) !== undefined) return frame[RETURNED];
      return undefined;
    };
};
