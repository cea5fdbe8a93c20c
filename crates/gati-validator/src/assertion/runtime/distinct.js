/** A text that is the same for equal JSON values; `undefined` for one that is nested too deep to be told. */
function $identity(value, depth) {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (depth === 0) return undefined;
  const parts = [];
  if (Array.isArray(value)) {
    for (const item of value) {
      const part = $identity(item, depth - 1);
      if (part === undefined) return undefined;
      parts.push(part);
    }
    return `[${parts.join(",")}]`;
  }
  for (const key of Object.keys(value).sort()) {
    if (value[key] === undefined) continue;
    const part = $identity(value[key], depth - 1);
    if (part === undefined) return undefined;
    parts.push(`${JSON.stringify(key)}:${part}`);
  }
  return `{${parts.join(",")}}`;
}

/** Whether no two items are equal as JSON values. Items that are nested deeper than 512 levels are taken for equal. */
function $isDistinct(list) {
  const scalars = new Set();
  const others = new Set();
  for (const item of list) {
    const isObject = typeof item === "object" && item !== null;
    const key = isObject ? $identity(item, 512) : item;
    const set = isObject ? others : scalars;
    if (set.has(key) || (isObject && key === undefined && list.length > 1)) return false;
    set.add(key);
  }
  return true;
}
