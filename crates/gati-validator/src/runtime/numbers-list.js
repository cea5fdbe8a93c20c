/** A list of finite numbers as JSON; `undefined` for what is not just that. */
function $listOfNumbers(list) {
  if (!Array.isArray(list) || list.toJSON !== undefined) return undefined;
  let written = "[";
  for (let i = 0; i < list.length; i++) {
    if (!Number.isFinite(list[i])) return undefined;
    written += i === 0 ? list[i] : `,${list[i]}`;
  }
  return `${written}]`;
}
