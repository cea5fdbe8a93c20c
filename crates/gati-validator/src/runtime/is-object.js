/** Whether a value is an object and no list. */
function $isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
