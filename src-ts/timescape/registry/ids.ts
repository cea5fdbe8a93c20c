/** Release ids and activation times: moments in UTC to the second, such as `2026-01-10T08:00:00Z`, so that text order is time order. */

const shape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/** Whether a text is a moment as it is written here: UTC, whole seconds, a day that exists. */
export function isMoment(text: unknown): text is string {
  if (typeof text !== 'string' || !shape.test(text)) return false;
  const milliseconds = Date.parse(text);
  return !Number.isNaN(milliseconds) && momentAt(milliseconds) === text;
}

/** The second that a time in milliseconds is in. */
export function momentAt(milliseconds: number): string {
  return `${new Date(Math.floor(milliseconds / 1000) * 1000).toISOString().slice(0, 19)}Z`;
}

/** A moment in milliseconds. */
export function timeOf(moment: string): number {
  return Date.parse(moment);
}

/**
 * The first whole second that is not before `milliseconds` and is later than every one of `moments`: of two in the same
 * second the other one comes a second later, and a clock that went back changes nothing about the order.
 */
export function laterThan(milliseconds: number, moments: Iterable<string>): string {
  let earliest = Math.ceil(milliseconds / 1000) * 1000;
  for (const moment of moments) earliest = Math.max(earliest, timeOf(moment) + 1000);
  return momentAt(earliest);
}
