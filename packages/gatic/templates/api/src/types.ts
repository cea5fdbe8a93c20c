import type { Integer, Max, MaxLen, Min, MinLen, TimestampString, Trim, Uuid } from '@gati-framework/core';

/** Something to be done. */
export interface Task {
  id: Uuid;
  title: string;
  done: boolean;
  createdAt: TimestampString;
}

/** What a client sends to make one. Unknown keys are dropped, a title of spaces is refused. */
export interface NewTask {
  title: string & Trim & MinLen<1> & MaxLen<200>;
  done?: boolean;
}

/** What a client sends to change one. */
export type TaskChange = Partial<NewTask>;

/** Which part of a list; the text of a query string arrives here as numbers and booleans. */
export interface TaskQuery {
  /** @default 20 */
  limit?: number & Integer & Min<1> & Max<100>;
  done?: boolean;
}
