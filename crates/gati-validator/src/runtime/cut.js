/** Thrown where a value that was read does not fit after all; the text then goes the ordinary way. */
const $refused = Symbol("refused");

/** The value of a check that has to succeed. */
function $given(result) {
  if (!result.ok) throw $refused;
  return result.value;
}

/** A text that was read: a piece of the whole, unescaped if it has to be, its own copy where the whole is large. */
function $cut(I, S, p) {
  const start = I[p];
  const end = I[p + 1];
  if (end < 0) return JSON.parse(S.substring(start - 1, 1 - end));
  const text = S.substring(start, end);
  // A piece of 13 units or more keeps the whole in memory for as long as it lives.
  return end - start < 13 || S.length <= 32768 ? text : (" " + text).slice(1);
}
