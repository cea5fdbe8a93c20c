/** Adds an issue. After 100 a last one says that there are more, and that length stops the walk. */
function $report(out, pointer, code, expected, received, message) {
  if (out.length < 100) out.push({ pointer, code, expected, received, message });
  else if (out.length === 100) $truncate(out);
}

/** Adds the last issue there is room for. */
function $truncate(out) {
  const message = "there are more issues; these are the first 100";
  out.push({ pointer: "", code: "truncated", expected: "at most 100 issues", received: "more", message });
}

/** Adds the issue of a value that is something else than what was expected. */
function $misfit(out, pointer, expected, value, code = "type") {
  const received = $received(value);
  const lead =
    expected === "string"
      ? "expected string, received "
      : expected === "number"
        ? "expected number, received "
        : `expected ${expected}, received `;
  $report(out, pointer, code, expected, received, lead + received);
}

/** What a value is, or the value itself where it is short. */
function $received(value) {
  switch (typeof value) {
    case "string":
      return $quoted(value);
    case "number":
    case "boolean":
      return `${value}`;
    case "bigint":
      return `${String(value).slice(0, 63)}n`;
    case "object":
      return $class(value);
    default:
      return typeof value;
  }
}

/** Characters that are written otherwise between quotes. */
const $odd = /[^ !#-[\]-~]/;

/** A text in quotes, shortened. */
function $quoted(text) {
  if (text.length <= 62 && !$odd.test(text)) return `"${text}"`;
  const quoted = JSON.stringify(text.slice(0, 64));
  return quoted.length > 64 ? `${quoted.slice(0, 62)}\u2026"` : quoted;
}

/** What an object is. */
function $class(value) {
  if (value === null) return "null";
  if (Array.isArray(value)) return `array (${value.length} items)`;
  const name = value.constructor?.name;
  return typeof name === "string" && name !== "Object" ? name.slice(0, 64) : "object";
}
