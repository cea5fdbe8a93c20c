/** Whether a text is what stands behind the `@` of an address: a host name, or an address of a host in brackets. */
function $isMailHost(text, isHost) {
  const literal = /^\[(?:IPv6:(.*)|(.*))\]$/is.exec(text);
  if (literal === null) return isHost(text);
  return literal[1] === undefined ? $isIpv4(literal[2]) : $isIpv6(literal[1]);
}

/** Whether a text is a mailbox (RFC 5321, section 4.1.2), of at most 254 characters. */
function $isMailbox(text) {
  if (text.length > 254) return false;
  // Most are atoms before a plain host.
  const at = text.indexOf("@");
  if (
    at <= 64 &&
    /^[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+)*@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/.test(
      text,
    )
  ) {
    return text.indexOf("-", at) < 0 || $isHost(text.slice(at + 1));
  }
  const found =
    /^([a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+)*|"(?:[ !#-[\]-~]|\\[ -~])*")@([^@]+)$/.exec(
      text,
    );
  return found !== null && found[1].length <= 64 && $isMailHost(found[2], $isHost);
}

/** The same with letters of all scripts (RFC 6531). */
function $isWideMailbox(text) {
  const found =
    /^((?:[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]|[^\0-\x9f])+(?:\.(?:[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]|[^\0-\x9f])+)*|"(?:[ !#-[\]-~]|[^\0-\x9f]|\\[ -~])*")@([^@]+)$/u.exec(
      text,
    );
  return found !== null && text.length <= 254 && found[1].length <= 64 && $isMailHost(found[2], $isWideHost);
}
