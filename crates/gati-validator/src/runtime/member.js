/** Adds the issue of a member that is missing, or else what `collect` finds in it. */
function $member(out, pointer, expected, value, collect) {
  if (value === undefined) $missing(out, pointer, expected);
  else collect(value, pointer, out, 0);
}
