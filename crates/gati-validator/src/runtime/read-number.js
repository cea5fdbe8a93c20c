/** The number a decimal text means; the text itself if it means none. */
function $readNumber(value) {
  if (typeof value !== "string" || !/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(value)) return value;
  const number = Number(value);
  return Number.isFinite(number) ? number : value;
}
