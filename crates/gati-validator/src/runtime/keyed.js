/** Names under which values are never repeated; names that types declare are looked at when code is written. */
const $secret =
  /passw|passphrase|passcode|pwd|secret|token|authorization|api[-_]?key|credential|cookie|private[-_]?key|\/(?:pin|cvv|cvc|ssn|otp)(?:\/|$)/i;

/** What a value is that stands under a key nobody declared. */
function $keyed(value, at) {
  return $secret.test(at) ? $redacted(value) : $received(value);
}

/** How long a text is that stands under such a key. */
function $keyedSize(text, at) {
  return $secret.test(at) ? $redacted(text) : $size(text);
}
