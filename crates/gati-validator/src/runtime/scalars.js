/** A list of scalars on its way out: itself where JSON has each of them as it is. */
function $scalars(value, expected) {
  if (typeof value !== "object" || value === null) return value;
  const list = $listOf(value, expected);
  let plain = list.toJSON === undefined;
  for (let i = 0; plain && i < list.length; i++) plain = $scalar(list[i]) === list[i];
  return plain ? list : Array.from(list, (item) => $scalar(item));
}
