/** Whether a text is a regular expression of ECMA-262 under the `u` flag. */
function $isRegex(text) {
  try {
    return new RegExp(text, "u") instanceof RegExp;
  } catch {
    return false;
  }
}
