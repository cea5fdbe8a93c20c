/** Whether a key is a number as JavaScript writes it. */
function $isNumericKey(key) {
  const number = Number(key);
  return Number.isFinite(number) && String(number) === key;
}
