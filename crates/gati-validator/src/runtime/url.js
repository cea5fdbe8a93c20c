/** Whether a value is a URL or the text of one. */
function $isUrlValue(value) {
  return typeof value === "string" ? URL.canParse(value) : value instanceof URL;
}

/** The URL a text means. */
function $toUrl(value) {
  return typeof value === "string" ? new URL(value) : value;
}
