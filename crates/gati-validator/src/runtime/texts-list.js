/** A list of texts as JSON; `undefined` for what is not just that. */
function $listOfTexts(list) {
  if (!Array.isArray(list) || list.toJSON !== undefined) return undefined;
  let written = "[";
  for (let i = 0; i < list.length; i++) {
    if (typeof list[i] !== "string") return undefined;
    written += i === 0 ? $text(list[i]) : `,${$text(list[i])}`;
  }
  return `${written}]`;
}
