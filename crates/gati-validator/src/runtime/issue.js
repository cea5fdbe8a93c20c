/** Names under which values are never repeated in an issue. */
const $secret =
  /passw|passphrase|passcode|pwd|secret|token|authorization|api[-_]?key|credential|cookie|private[-_]?key|\/(?:pin|cvv|cvc|ssn|otp)(?:\/|$)/i;

/** What a value is, or the value itself where it is short and no secret. */
function $received(value, at, code) {
  const type = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  if (type === "array") return `array (${value.length} items)`;
  if (type === "object") {
    const name = value.constructor?.name;
    return typeof name === "string" && name !== "Object" ? name.slice(0, 64) : "object";
  }
  if (type === "null" || type === "undefined" || type === "function" || type === "symbol") return type;
  if ($secret.test(at)) return `${type} (redacted)`;
  if (type !== "string") return type === "bigint" ? `${String(value).slice(0, 63)}n` : String(value);
  if (code === "string.min" || code === "string.max") return `string (${value.length} characters)`;
  const text = JSON.stringify(value.slice(0, 64));
  return text.length > 64 ? `${text.slice(0, 62)}…"` : text;
}

/** Adds an issue. After 100 a last one says that there are more, and `out.full` stops the walk. */
function $report(out, at, code, expected, value, message) {
  if (out.full) return;
  if (out.issues.length >= 100) {
    out.full = true;
    out.issues.push({
      pointer: "",
      code: "truncated",
      expected: "at most 100 issues",
      received: "more",
      message: "there are more issues; these are the first 100",
    });
    return;
  }
  const received = $received(value, at, code);
  message ??= `expected ${expected}, received ${received}`;
  out.issues.push({ pointer: at, code, expected, received, message });
}

/** A result that lists what does not fit. */
function $failed(issues, expected, value) {
  const out = { issues, full: false };
  if (issues.length === 0) $report(out, "", "type", expected, value);
  return { ok: false, issues };
}
