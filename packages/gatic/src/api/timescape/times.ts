/** Times as people type them. */

import { momentAt } from '@gati-framework/core/tooling';

import { usageFailure } from '../../failure.js';

const day = /^\d{4}-\d{2}-\d{2}$/;
const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Spans of time, `2026-06-01T10:00:00Z/2026-06-01T10:15:00Z`, with commas between them. */
export function windowsTyped(
  flag: string,
  text: string | undefined,
): readonly { readonly from: string; readonly to: string }[] | undefined {
  return text?.split(',').map((span) => {
    const [from, to, more] = span.trim().split('/');
    const window = { from: momentTyped(flag, from) ?? '', to: momentTyped(flag, to) ?? '' };
    if (more === undefined && window.from !== '' && window.from < window.to) return window;
    throw usageFailure(
      `--${flag} ${JSON.stringify(span)} is no span of time`,
      'write when it begins and when it ends: 2026-06-01T10:00:00Z/2026-06-01T10:15:00Z',
    );
  });
}

/** A day, which begins at midnight in UTC, or a time with its zone. */
export function momentTyped(flag: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const milliseconds = day.test(text) || time.test(text) ? Date.parse(text) : Number.NaN;
  // Days that no month has are moved into the next one by JavaScript.
  const isReal =
    !Number.isNaN(milliseconds) &&
    new Date(`${text.slice(0, 10)}T00:00:00Z`).getUTCDate() === Number(text.slice(8, 10));
  if (isReal) return momentAt(milliseconds);
  throw usageFailure(
    `--${flag} ${JSON.stringify(text)} is no time`,
    'write a day, 2026-07-01, or a time with its zone, 2026-07-01T12:00:00Z',
  );
}
