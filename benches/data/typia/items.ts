/** The input of typia's generator; `items.js` beside this file is its output. See README.md. */
import typia from 'typia';

export interface Item {
  id: number;
  name: string;
  price: number;
  active: boolean;
  kind: 'book' | 'food' | 'tool';
  tags: string[];
  user: { name: string; email: string; age: number };
}

export interface Items {
  items: Item[];
}

export const is = typia.createIs<Items>();
export const equals = typia.createEquals<Items>();
export const clone = typia.misc.createIsClone<Items>();
export const prune = typia.misc.createIsPrune<Items>();
export const validate = typia.createValidate<Items>();
export const stringify = typia.json.createStringify<Items>();
