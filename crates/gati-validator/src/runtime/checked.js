/**
 * Throws what does not fit in an answer. Members that are not declared are no fault of an answer: they are left out.
 */
function $checked(result) {
  if (result.ok) return;
  const issues = result.issues.filter((issue) => issue.code !== "key.unknown");
  if (issues.length > 0) throw Object.assign(new TypeError("the answer does not fit its contract"), { issues });
}
