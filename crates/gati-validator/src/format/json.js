/** Whether a text is JSON. */
function $isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
