/**
 * How the pipeline serves clients of older releases. It knows nothing of releases: a plan may carry what lies between
 * the client's contract and the handler, and an exchange what its answer says of the release it is from.
 */

import type { LocatedIssue } from '../errors/gati-error.js';
import type { Problem } from '../errors/problem.js';
import type { Exchange } from './exchange.js';
import type { PipelineResponse } from './response.js';

/** What lies between an older contract, by which a plan validates and serialises, and the handler of today. */
export interface PlanVersion {
  /** Makes of a request that fits the client's contract one that the handler knows. */
  readonly lift: (exchange: Exchange) => void;
  /** Issues that were found in a lifted request, where the client sees them. */
  readonly located: (issues: readonly LocatedIssue[]) => readonly LocatedIssue[];
  /** The status the client's contract has for one of the handler's. */
  readonly status: (status: number) => number;
  /** What the client's contract has for a value the handler answers with, under a status of the handler's. */
  readonly value: (exchange: Exchange, status: number, value: unknown) => unknown;
  /** The same for every element of a stream. */
  readonly stream: (status: number, stream: object) => object;
  /** What the client's contract has a stream for: what the handler answers with, or what a person made of it. */
  readonly elements: (status: number, value: unknown) => unknown;
  /** Whether an answer is made from that of a status as a whole, even from a stream. */
  readonly isWhole: (status: number) => boolean;
  /** What the client's contract has for one element of a stream; nothing where it is the same. */
  readonly element: (status: number) => ((exchange: Exchange, element: unknown) => unknown) | undefined;
  /** Makes of headers that belong to the handler's answer those of the one that leaves. */
  readonly describe: (res: PipelineResponse) => void;
  /** The same for a problem document. */
  readonly problem: (exchange: Exchange, problem: Problem) => Problem;
}

/** What an answer says of the release it is from. */
export interface ReleaseMark {
  /** The release; nothing where the answer is from none. */
  readonly id: string | undefined;
  /** Puts the headers on the answer, beside those that are there. */
  readonly describe: (res: PipelineResponse) => void;
}
