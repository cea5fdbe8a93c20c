/** Whether a text is a UUID of any version (RFC 9562). */
function $isUuid(text) {
  return (
    text.length === 36 && /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/.test(text)
  );
}
