/** A scalar on its way out. An object in its place was not declared: it is asked for its JSON form, and refused if that is an object too. */
function $scalar(value) {
  if (typeof value !== "object" || value === null) return typeof value === "bigint" ? String(value) : value;
  if (value instanceof String || value instanceof Number || value instanceof Boolean) return value.valueOf();
  const made = typeof value.toJSON === "function" ? value.toJSON() : value;
  if (typeof made !== "object" || made === null) return made;
  throw new TypeError(
    `cannot write ${Array.isArray(value) ? "an array" : "an object"} where the contract has a single value`,
  );
}
