/** Thrown where a value that was read does not fit after all; the text then goes the ordinary way. */
const $refused = Symbol("refused");

/** The value of a check that has to succeed. */
function $given(result) {
  if (!result.ok) throw $refused;
  return result.value;
}

/** A text that was read: a piece of the whole. */
function $cut(I, S, p) {
  const start = I[p];
  const end = I[p + 1];
  return end >= 0 && end - start < 13 ? S.substring(start, end) : $cutCarefully(S, start, end);
}

/** The same, unescaped if it has to be, and a copy where the whole is large. */
function $cutCarefully(S, start, end) {
  if (end < 0) return JSON.parse(S.substring(start - 1, 1 - end));
  const text = S.substring(start, end);
  // A piece of 13 units or more keeps the whole in memory for as long as it lives.
  return S.length <= 32768 ? text : (" " + text).slice(1);
}
