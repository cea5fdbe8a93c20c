/**
 * Whether short texts are put together faster by hand than by `JSON.stringify`. V8 has a fast path for plain data
 * since 13.8; of other engines nothing is assumed.
 */
const $joins = (() => {
  const version = globalThis.process?.versions?.v8;
  if (typeof version !== "string") return false;
  const [major, minor] = version.split(".").map(Number);
  return major < 13 || (major === 13 && minor < 8);
})();

/** A text as JSON. */
function $text(text) {
  return /["\\\u0000-\u001f\ud800-\udfff]/.test(text) ? JSON.stringify(text) : `"${text}"`;
}
