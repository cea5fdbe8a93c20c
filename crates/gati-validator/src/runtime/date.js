/** Whether a value is a date that exists. */
function $isDateObject(value) {
  return value instanceof Date && !Number.isNaN(value.getTime());
}

/** Whether a value is a date or the RFC 3339 text of one. */
function $isDateValue(value) {
  return typeof value === "string" ? $isDateTime(value) : $isDateObject(value);
}
