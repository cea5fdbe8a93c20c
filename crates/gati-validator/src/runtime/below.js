/** The pointer to the member `key` of what is at `at` (RFC 6901). */
function $below(at, key) {
  return `${at}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
