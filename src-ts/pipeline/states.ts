/** The small vocabularies of the pipeline. */

/** What kind of answer was written down. */
export const Answer = { none: 0, json: 1, text: 2, stream: 3, empty: 4, upgrade: 5 } as const;

/** Where a request stands. */
export const Phase = { arrived: 0, before: 1, handler: 2, after: 3 } as const;
