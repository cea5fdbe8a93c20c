/** Adds the issue of a value that is something else than what was expected, of which `received` tells no more than it may. */
function $guarded(out, pointer, expected, received, code) {
  $report(out, pointer, code, expected, received, `expected ${expected}, received ${received}`);
}
