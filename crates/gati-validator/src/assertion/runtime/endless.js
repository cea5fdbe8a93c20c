/** What a check says of a value that is nested deeper than the stack goes; other errors go on. */
function $endless(thrown) {
  if (thrown instanceof RangeError) return false;
  throw thrown;
}
