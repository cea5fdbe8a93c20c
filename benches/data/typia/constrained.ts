/** The input of typia's generator; `constrained.js` beside this file is its output. See README.md. */
import typia, { type tags } from 'typia';

export interface Constrained {
  name: string & tags.MinLength<1> & tags.MaxLength<100>;
  age: number & tags.Type<'double'> & tags.MultipleOf<1> & tags.Minimum<0> & tags.Maximum<150>;
  score: number & tags.Minimum<0> & tags.Maximum<1>;
  code: string & tags.Pattern<'^[A-Z]{3}-[0-9]{4}$'>;
  tags: Array<string & tags.MinLength<1>> & tags.MinItems<1> & tags.MaxItems<10>;
}

export const is = typia.createIs<Constrained>();
export const equals = typia.createEquals<Constrained>();
export const clone = typia.misc.createIsClone<Constrained>();
export const prune = typia.misc.createIsPrune<Constrained>();
export const validate = typia.createValidate<Constrained>();
export const stringify = typia.json.createStringify<Constrained>();
