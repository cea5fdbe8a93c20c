/** Reports the alternative of a union that comes closest; the union itself if none has the value's kind. */
function $closest(out, at, expected, value, alternatives) {
  let best;
  let least = Infinity;
  for (const collect of alternatives) {
    const own = { issues: [], full: false };
    collect(own);
    if (own.issues.length === 0 || own.issues.some((issue) => issue.pointer === at)) continue;
    let weight = own.issues.length;
    for (const issue of own.issues) {
      if (issue.code === "const" || issue.code === "enum" || issue.code === "union.tag") weight += 100;
    }
    if (weight < least) {
      least = weight;
      best = own.issues;
    }
  }
  if (best === undefined) $report(out, at, "union", expected, value);
  else for (const issue of best) if (out.issues.length < 100) out.issues.push(issue);
}
