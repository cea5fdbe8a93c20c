/** Adds an issue whose sentence speaks of `params`. */
function $breach(out, pointer, code, expected, received, message, params) {
  if (out.length < 100) out.push({ pointer, code, expected, received, message, params });
  else if (out.length === 100) $truncate(out);
}
