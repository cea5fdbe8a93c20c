/** Bytes as base64. */
function $bytesText(value) {
  if (value instanceof ArrayBuffer) value = new Uint8Array(value);
  if (!(value instanceof Uint8Array)) return $scalar(value);
  if (typeof Buffer === "function") {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64");
  }
  let text = "";
  for (const byte of value) text += String.fromCharCode(byte);
  return btoa(text);
}
