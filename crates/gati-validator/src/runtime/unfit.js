/** Adds the issue of a member that is missing, or else something else than what was expected. */
function $unfit(out, pointer, expected, value, code = "type") {
  if (value !== undefined) $misfit(out, pointer, expected, value, code);
  else $report(out, pointer, "key.missing", expected, "undefined", "is required");
}
