/** The bigint a text means. */
function $toBigint(value) {
  return typeof value === "string" ? BigInt(value) : value;
}
