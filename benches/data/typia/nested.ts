/** The input of typia's generator; `nested.js` beside this file is its output. See README.md. */
import typia from 'typia';

export interface Nested {
  id: number;
  a: { id: number; b: { id: number; c: { id: number; name: string; ok: boolean } } };
}

export const is = typia.createIs<Nested>();
export const equals = typia.createEquals<Nested>();
export const clone = typia.misc.createIsClone<Nested>();
export const prune = typia.misc.createIsPrune<Nested>();
export const validate = typia.createValidate<Nested>();
export const stringify = typia.json.createStringify<Nested>();
