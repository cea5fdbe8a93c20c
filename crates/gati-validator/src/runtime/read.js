/** The number a decimal text means; the text itself if it means none. */
function $readNumber(value) {
  if (typeof value !== "string" || !/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(value)) return value;
  const number = Number(value);
  return Number.isFinite(number) ? number : value;
}

/** `true`, `false`, `1` or `0` as a boolean; another text as it is. */
function $readBoolean(value) {
  if (value === "true" || value === "1") return true;
  if (value === "false" || value === "0") return false;
  return value;
}

/** The text `null` as null; another text as it is. */
function $readNull(value) {
  return value === "null" ? null : value;
}
