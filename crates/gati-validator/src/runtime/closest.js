/** Reports the alternative of a union that comes closest; the union itself if none has the value's kind. */
function $closest(out, at, expected, lead, received, alternatives) {
  let best;
  let least = Infinity;
  for (const collect of alternatives) {
    const own = [];
    collect(own);
    if (own.length === 0 || own.some((issue) => issue.pointer === at)) continue;
    let weight = own.length;
    for (const issue of own) {
      if (issue.code === "const" || issue.code === "enum" || issue.code === "union.tag") weight += 100;
    }
    if (weight < least) {
      least = weight;
      best = own;
    }
  }
  if (best === undefined) $mismatch(out, at, "union", expected, lead, received);
  else for (const issue of best) if (out.length < 100) out.push(issue);
}
