/** Whether a value is the JSON value `other`; members that are undefined are absent. */
function $equals(value, other) {
  if (typeof other !== "object" || other === null) return value === other;
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(other)) {
    return Array.isArray(value) && value.length === other.length && other.every((item, i) => $equals(value[i], item));
  }
  if (Array.isArray(value)) return false;
  const keys = Object.keys(other);
  if ($members(value) !== keys.length) return false;
  return keys.every((key) => Object.hasOwn(value, key) && $equals(value[key], other[key]));
}
