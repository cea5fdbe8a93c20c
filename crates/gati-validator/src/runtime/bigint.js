/** Whether a value is a bigint or its decimal text (at most 4096 digits). */
function $isBigintValue(value) {
  return typeof value === "bigint" || (typeof value === "string" && /^-?(?:0|[1-9]\d{0,4095})$/.test(value));
}
