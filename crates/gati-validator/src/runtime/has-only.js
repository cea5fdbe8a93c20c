/** Whether all own keys of a value are among `names`. */
function $hasOnly(value, names) {
  for (const key in value) if (!names.includes(key) && Object.hasOwn(value, key)) return false;
  return true;
}
