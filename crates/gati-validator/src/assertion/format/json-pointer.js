/** Whether a text is a JSON Pointer (RFC 6901). */
function $isJsonPointer(text) {
  return /^(?:\/(?:[^~/]|~[01])*)*$/u.test(text);
}

/** Whether a text is a relative JSON Pointer: levels up, then a pointer or `#`. */
function $isRelativeJsonPointer(text) {
  return /^(?:0|[1-9][0-9]*)(?:#|(?:\/(?:[^~/]|~[01])*)*)$/u.test(text);
}
