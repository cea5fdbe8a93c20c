/** A list out of text, each item as `read` has it: one text is a list of one, none is none. */
function $readList(value, read = (item) => item) {
  if (value === undefined || value === null) return value;
  return (Array.isArray(value) ? value : [value]).map((item) => read(item));
}
