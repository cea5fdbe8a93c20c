/** Whether a value is bytes or their base64 text (RFC 4648 section 4, padded). */
function $isBytesValue(value) {
  if (typeof value !== "string") return value instanceof Uint8Array || value instanceof ArrayBuffer;
  return value.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(value);
}

/** The bytes a text means. */
function $toBytes(value) {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (typeof value !== "string") return value;
  if (typeof Buffer === "function") return Buffer.from(value, "base64");
  return Uint8Array.from(atob(value), (character) => character.charCodeAt(0));
}
