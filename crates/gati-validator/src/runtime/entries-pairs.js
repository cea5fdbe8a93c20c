/** The entries of a map that travels as a list of pairs; `undefined` for what is neither. */
function $entriesOfPairs(value) {
  if (value instanceof Map) return [...value];
  if (!Array.isArray(value)) return undefined;
  for (const pair of value) if (!Array.isArray(pair) || pair.length !== 2) return undefined;
  return value;
}
