/** Adds the issue of a member that is missing. */
function $missing(out, pointer, expected) {
  $report(out, pointer, "key.missing", expected, "undefined", "is required");
}
