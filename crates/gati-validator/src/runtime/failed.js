/** A result that lists what does not fit. */
function $failed(issues, expected, value) {
  if (issues.length === 0) $misfit(issues, "", expected, value);
  return { ok: false, issues };
}
