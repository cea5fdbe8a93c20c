/** How many keys `for-in` sees, which makes no list of them. */
function $count(value) {
  let count = 0;
  for (const _key in value) count++;
  return count;
}
