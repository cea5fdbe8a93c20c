/** A date as RFC 3339 text. */
function $dateText(value) {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  return $scalar(value);
}

/** A bigint as decimal text. */
function $bigintText(value) {
  return typeof value === "bigint" ? String(value) : $scalar(value);
}

/** A URL or a regular expression as text. */
function $objectText(value) {
  return value instanceof URL || value instanceof RegExp ? String(value) : $scalar(value);
}
