/** A list out of text, each item as `read` has it: one text is a list of one, none is none. */
function $readList(value, read) {
  if (value === undefined || value === null) return value;
  const list = Array.isArray(value) ? value : [value];
  return read === undefined ? list : Array.from(list, (item) => read(item));
}
