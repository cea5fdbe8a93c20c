/** The input of typia's generator; `small.js` beside this file is its output. See README.md. */
import typia from 'typia';

export interface Small {
  id: string;
  name: string;
  age: number;
  active: boolean;
  role: 'admin' | 'user' | 'guest';
}

export const is = typia.createIs<Small>();
export const equals = typia.createEquals<Small>();
export const clone = typia.misc.createIsClone<Small>();
export const prune = typia.misc.createIsPrune<Small>();
export const validate = typia.createValidate<Small>();
export const stringify = typia.json.createStringify<Small>();
