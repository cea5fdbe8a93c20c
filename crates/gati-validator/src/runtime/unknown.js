/** Reports a member that is not declared. */
function $unknown(out, at, key, value) {
  $report(out, $below(at, key), "key.unknown", "never", value[key], "is not declared");
}
