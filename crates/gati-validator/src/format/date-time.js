/** How many days a month has. */
function $daysIn(year, month) {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Whether a text is a day that exists, `2026-02-28` (RFC 3339 full-date). */
function $isDate(text) {
  if (!/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/.test(text)) return false;
  return +text.slice(8) < 29 || +text.slice(8) <= $daysIn(+text.slice(0, 4), +text.slice(5, 7));
}

/** Whether a text is a time of day with its offset, `10:00:00Z` (RFC 3339 full-time); a leap second only where it is 23:59:60 in UTC. */
function $isTime(text) {
  const parts = /^([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.\d+)?(?:[zZ]|([+-])([01]\d|2[0-3]):([0-5]\d))$/.exec(text);
  if (parts === null) return false;
  if (parts[3] !== "60") return true;
  const offset = parts[4] === undefined ? 0 : (+parts[5] * 60 + +parts[6]) * (parts[4] === "+" ? 1 : -1);
  return (+parts[1] * 60 + +parts[2] - offset + 1440) % 1440 === 1439;
}

/** Whether a text is a moment that exists, `2026-02-28T10:00:00Z` (RFC 3339 date-time). */
function $isDateTime(text) {
  // What exists in every month and every zone needs no arithmetic.
  if (
    /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/.test(
      text,
    )
  ) {
    return true;
  }
  const mark = text.charCodeAt(10);
  return (mark === 84 || mark === 116) && $isDate(text.slice(0, 10)) && $isTime(text.slice(11));
}
