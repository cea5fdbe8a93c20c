/** The input of typia's generator; `orders.js` beside this file is its output. See README.md. */
import typia from 'typia';

export interface Orders {
  number: number;
  negNumber: number;
  maxNumber: number;
  string: string;
  longString: string;
  boolean: boolean;
  deeplyNested: { foo: string; num: number; bool: boolean };
}

export const is = typia.createIs<Orders>();
export const equals = typia.createEquals<Orders>();
export const clone = typia.misc.createIsClone<Orders>();
export const prune = typia.misc.createIsPrune<Orders>();
export const validate = typia.createValidate<Orders>();
export const stringify = typia.json.createStringify<Orders>();
