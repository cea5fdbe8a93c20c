/** Times as clients write them (RFC 3339) and as answers say them, in whole seconds since 1970. */

const digit = (text: string, at: number): number => {
  const code = text.charCodeAt(at) - 48;
  return code >= 0 && code <= 9 ? code : Number.NaN;
};

const pair = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1);

/** Whether a text begins as a time does: `2026-`. */
export function looksLikeTime(text: string): boolean {
  return text.charCodeAt(4) === 45 && !Number.isNaN(pair(text, 0) + pair(text, 2));
}

/**
 * A time with any offset, of which the fraction is cut off, or a day, which is its first second in UTC. `NaN` for
 * everything else: no form is guessed, and no day is taken that does not exist.
 */
export function secondsOf(text: string): number {
  const year = pair(text, 0) * 100 + pair(text, 2);
  const month = pair(text, 5);
  const day = pair(text, 8);
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return Number.NaN;
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return Number.NaN;
  const midnight = daysSince1970(year, month, day) * 86_400;
  return text.length === 10 ? midnight : midnight + secondsOfDay(text);
}

function secondsOfDay(text: string): number {
  const separator = text.charCodeAt(10) | 32;
  const hour = pair(text, 11);
  const minute = pair(text, 14);
  const second = pair(text, 17);
  if (separator !== 116 || text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return Number.NaN;
  // A leap second is the first one of the next minute.
  if (!(hour <= 23 && minute <= 59 && second <= 60)) return Number.NaN;
  let at = 19;
  if (text.charCodeAt(at) === 46) {
    at += 1;
    if (Number.isNaN(digit(text, at))) return Number.NaN;
    while (!Number.isNaN(digit(text, at))) at += 1;
  }
  return hour * 3600 + minute * 60 + second - offsetOf(text, at);
}

/** Seconds east of UTC: `Z`, `+02:00`, `-05:30`. */
function offsetOf(text: string, at: number): number {
  const sign = text.charCodeAt(at);
  if ((sign | 32) === 122) return text.length === at + 1 ? 0 : Number.NaN;
  if ((sign !== 43 && sign !== 45) || text.length !== at + 6 || text.charCodeAt(at + 3) !== 58) return Number.NaN;
  const hours = pair(text, at + 1);
  const minutes = pair(text, at + 4);
  if (!(hours <= 23 && minutes <= 59)) return Number.NaN;
  return (sign === 43 ? 1 : -1) * (hours * 3600 + minutes * 60);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days from 1970-01-01 in the Gregorian calendar, by counting years from March on, so that a leap day is the last one. */
function daysSince1970(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const ofEra = shifted - era * 400;
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}

/** `2026-01-10T08:00:00Z`. */
export function momentOf(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

/** `Wed, 01 Jul 2026 00:00:00 GMT`, as HTTP writes dates (RFC 9110, section 5.6.7). */
export function httpDate(seconds: number): string {
  return new Date(seconds * 1000).toUTCString();
}
