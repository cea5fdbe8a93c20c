/** The members of both, each of which was made from the same value; neither is changed. */
function $join(first, second) {
  if (first === undefined || first === second) return second;
  if (second === undefined) return first;
  if (Array.isArray(first) && Array.isArray(second)) return first.map((item, i) => $join(item, second[i]));
  if (!$isRecord(first) || !$isRecord(second)) return first;
  const made = { ...first };
  for (const key of Object.keys(second)) {
    $put(made, key, Object.hasOwn(first, key) ? $join(first[key], second[key]) : second[key]);
  }
  return made;
}

/** Whether a value is an object without a class of its own. */
function $isRecord(value) {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
