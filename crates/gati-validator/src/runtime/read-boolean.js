/** `true`, `false`, `1` or `0` as a boolean; another text as it is. */
function $readBoolean(value) {
  if (value === "true" || value === "1") return true;
  if (value === "false" || value === "0") return false;
  return value;
}
