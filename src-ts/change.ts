/**
 * `@gati-framework/core/change`: what change files (`timescape/changes/<name>.ts`) are written with. Each carries the
 * clients of one release's handler over what cannot be worked out.
 */

/** One side of a step, as `<name>.types.ts` declares it. */
export interface ContractSide {
  readonly request: {
    readonly params: unknown;
    readonly query: unknown;
    readonly headers: unknown;
    readonly body: unknown;
  };
  /** By status. */
  readonly responses: object;
}

/**
 * What was generated: it gives what the function has to, but for the members that could not be worked out, which are not
 * there. A new change file has a `fill` for each of these.
 */
export type Generated<From, To> = (value: From) => To;

/** The functions of a change file. Each is called for every request or answer of old clients, and may not change what it is given. */
export interface Change<Old extends ContractSide, New extends ContractSide> {
  /** A request of the old release as one of the handler's. */
  readonly request?: (old: Old['request'], generated: Generated<Old['request'], New['request']>) => New['request'];
  /** By status of the handler: its answer as one of the old release. Of a stream that is one in both, it is one element. */
  readonly responses?: {
    readonly [Status in keyof New['responses']]?: Answering<New['responses'][Status], AnswerOf<Old, Status>>;
  };
}

/** The function of one status. */
type Answering<Now, Before> = [Now, Before] extends [AsyncIterable<infer Element>, AsyncIterable<infer Earlier>]
  ? (element: Element, generated: Generated<Element, Earlier>) => Earlier
  : (answer: Now, generated: Generated<Now, Before>) => Before;

/** What the old release answers with under a status; anything it has where it does not know that status. */
type AnswerOf<Old extends ContractSide, Status> = Status extends keyof Old['responses']
  ? Old['responses'][Status]
  : Old['responses'][keyof Old['responses']];

/** Checks the functions of a change file against both sides: `export default change<Old, New>({ … })`. */
export function change<Old extends ContractSide, New extends ContractSide>(
  functions: Change<Old, New>,
): Change<Old, New> {
  return functions;
}

declare const unfilled: unique symbol;

/** Stands where something has to be written, and fits no type: `tsc` stops on that very line. */
export interface Unfilled {
  readonly [unfilled]: never;
}

/** A place that has to be filled; `hint` says with what. Where it is called all the same, it throws. */
export function fill(hint: string): Unfilled {
  throw new Error(`a change file was not finished: ${hint}`);
}
