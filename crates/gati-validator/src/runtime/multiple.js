/** Whether a number is a multiple of a fraction, up to what rounding in binary takes. */
function $isMultiple(value, divisor) {
  const quotient = value / divisor;
  if (!Number.isFinite(quotient)) return value % divisor === 0;
  return Math.abs(quotient - Math.round(quotient)) <= Math.abs(quotient) * 2 ** -50;
}
