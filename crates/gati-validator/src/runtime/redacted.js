/** What a value is that stands under a secret name: never the value itself. */
function $redacted(value) {
  switch (typeof value) {
    case "object":
      return $class(value);
    case "undefined":
    case "function":
    case "symbol":
      return typeof value;
    default:
      return `${typeof value} (redacted)`;
  }
}
