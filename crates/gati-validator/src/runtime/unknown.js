/** Reports a member that is not declared. */
function $unknown(out, at, key, value, names) {
  if (out.length > 100) return;
  const pointer = $below(at, key);
  const near = $nearest(key, names);
  const received = $keyed(value[key], pointer);
  if (near === undefined) $report(out, pointer, "key.unknown", "never", received, "is not declared");
  else {
    const message = `is not declared; did you mean ${JSON.stringify(near)}?`;
    $breach(out, pointer, "key.unknown", "never", received, message, { suggestion: near });
  }
}

/** The name that takes the fewest changes to become `key`: at most two, and fewer than half of its letters. */
function $nearest(key, names) {
  const length = key.length;
  if (length > 64) return undefined;
  let best;
  let least = Math.min(3, Math.ceil(length / 2));
  for (const name of names) {
    if (Math.abs(name.length - length) >= least) continue;
    let before = Array.from({ length: length + 1 }, (_, i) => i);
    for (let i = 1; i <= name.length; i++) {
      const row = [i];
      for (let j = 1; j <= length; j++) {
        const change = before[j - 1] + (name[i - 1].toLowerCase() === key[j - 1].toLowerCase() ? 0 : 1);
        row.push(Math.min(change, before[j] + 1, row[j - 1] + 1));
      }
      before = row;
    }
    if (before[length] < least) {
      least = before[length];
      best = name;
    }
  }
  return best;
}
