/** The items of a list on its way out, whatever holds them. */
function $listOf(value, expected) {
  const list = Array.isArray(value) || typeof value.toJSON !== "function" ? value : value.toJSON();
  if (Array.isArray(list)) return list;
  if (typeof value[Symbol.iterator] === "function") return [...value];
  throw new TypeError(`cannot write an object where the contract has ${expected}`);
}
