/** The entries of a map that travels as an object; `undefined` for what is neither. */
function $entriesOfObject(value) {
  if (value instanceof Map) return [...value];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.keys(value).map((key) => [key, value[key]]);
}
