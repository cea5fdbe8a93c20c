/**
 * Reports the alternative of a union that comes closest; the union itself if none has the value's kind. Closest is who
 * has the fewest issues, a wrong constant counting for a hundred; of equals the one whose issues lie deeper, then the
 * first.
 */
function $closest(out, at, expected, received, alternatives) {
  let best;
  let least = Infinity;
  let deepest = -1;
  for (const collect of alternatives) {
    const own = [];
    collect(own);
    if (own.length === 0 || own.some((issue) => issue.pointer === at)) continue;
    let weight = own.length;
    let depth = Infinity;
    for (const { code, pointer } of own) {
      if (code === "const" || code === "enum" || code === "union.tag") weight += 100;
      depth = Math.min(depth, pointer.split("/").length);
    }
    if (weight > least || (weight === least && depth <= deepest)) continue;
    least = weight;
    deepest = depth;
    best = own;
  }
  if (best === undefined) $report(out, at, "union", expected, received, `expected ${expected}, received ${received}`);
  else for (const issue of best) if (out.length < 100) out.push(issue);
}
