/** The input of typia's generator; `moltar.js` beside this file is its output. See README.md. */
import typia from 'typia';

export interface Moltar {
  number: number;
  negNumber: number;
  maxNumber: number;
  string: string;
  longString: string;
  boolean: boolean;
  deeplyNested: { foo: string; num: number; bool: boolean };
}

export const is = typia.createIs<Moltar>();
export const equals = typia.createEquals<Moltar>();
export const clone = typia.misc.createIsClone<Moltar>();
export const prune = typia.misc.createIsPrune<Moltar>();
export const validate = typia.createValidate<Moltar>();
export const stringify = typia.json.createStringify<Moltar>();
