/** A scalar on its way out. */
function $scalar(value) {
  return typeof value === "object" || typeof value === "bigint" ? $unboxed(value) : value;
}

/** What looks like no scalar. An object was not declared: it is asked for its JSON form, and refused if that is an object too. */
function $unboxed(value) {
  if (typeof value === "bigint") return String(value);
  if (value instanceof String || value instanceof Number || value instanceof Boolean) return value.valueOf();
  const made = typeof value?.toJSON === "function" ? value.toJSON() : value;
  if (typeof made !== "object" || made === null) return made;
  throw new TypeError(
    `cannot write ${Array.isArray(value) ? "an array" : "an object"} where the contract has a single value`,
  );
}
