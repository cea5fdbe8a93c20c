/** The result for a value that does not fit: everything that `collect` finds. */
function $explained(collect, value, expected) {
  const issues = [];
  collect(value, "", issues, 0);
  if (issues.length === 0) $misfit(issues, "", expected, value);
  return { ok: false, issues };
}
