/** Which members and items of a value were looked at: of items so many of the first, and others by their position. */
function $seen() {
  return { everyKey: false, keys: new Set(), everyItem: false, items: 0, at: new Set() };
}

/** Whether an item was looked at. */
function $isSeen(seen, index) {
  return seen.everyItem || index < seen.items || seen.at.has(index);
}

/** Notes what somebody else noted. */
function $addSeen(seen, other) {
  if (other.everyKey) seen.everyKey = true;
  for (const key of other.keys) seen.keys.add(key);
  if (other.everyItem) seen.everyItem = true;
  if (other.items > seen.items) seen.items = other.items;
  for (const index of other.at) seen.at.add(index);
}
