/** Whether a value is a file of a multipart body. */
function $isFile(value) {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof value.arrayBuffer === "function" &&
    typeof value.name === "string"
  );
}

/** Whether a value is no primitive. */
function $isNonPrimitive(value) {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
