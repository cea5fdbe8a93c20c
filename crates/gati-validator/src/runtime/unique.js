/** A text that is the same for equal JSON values, whatever the order of their members. */
function $canonical(value) {
  if (typeof value !== "object" || value === null) {
    return typeof value === "bigint" ? `${value}n` : String(JSON.stringify(value));
  }
  if (Array.isArray(value)) return `[${value.map($canonical).join(",")}]`;
  if (typeof value.toJSON === "function") return $canonical(value.toJSON());
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort();
  return `{${members.map((key) => `${JSON.stringify(key)}:${$canonical(value[key])}`).join(",")}}`;
}

/** Whether no two items are equal as JSON values. */
function $isUnique(list) {
  const scalars = new Set();
  const others = new Set();
  for (const item of list) {
    const [set, key] = typeof item === "object" && item !== null ? [others, $canonical(item)] : [scalars, item];
    if (set.has(key)) return false;
    set.add(key);
  }
  return true;
}
