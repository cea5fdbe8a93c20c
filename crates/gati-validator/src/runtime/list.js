/** The items of a list on its way out, whatever holds them. */
function $listOf(value, expected) {
  if (Array.isArray(value)) return value;
  if (typeof value.toJSON === "function") {
    const made = value.toJSON();
    if (Array.isArray(made)) return made;
  }
  if (typeof value[Symbol.iterator] === "function") return [...value];
  throw new TypeError(`cannot write an object where the contract has ${expected}`);
}
