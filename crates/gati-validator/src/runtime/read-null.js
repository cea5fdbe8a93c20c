/** The text `null` as null; another text as it is. */
function $readNull(value) {
  return value === "null" ? null : value;
}
