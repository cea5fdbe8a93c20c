/** Whether a text is a host name (RFC 1123). */
function $isHostname(text) {
  return (
    text.length <= 253 &&
    /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/.test(text)
  );
}
