/** `true`, `false`, `1` or `0` as a boolean; another text as it is. */
function $readBoolean(value) {
  return value === "true" || value === "1" ? true : value === "false" || value === "0" ? false : value;
}
