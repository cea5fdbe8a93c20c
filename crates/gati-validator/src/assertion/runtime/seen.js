/** Which members and items of a value were looked at. */
class $Seen {
  everyKey = false;
  keys = new Set();
  everyItem = false;
  /** How many of the first items. */
  items = 0;
  /** Positions of others. */
  at = new Set();

  first(count) {
    if (count > this.items) this.items = count;
  }

  hasItem(index) {
    return index < this.items || this.at.has(index);
  }

  join(other) {
    if (other.everyKey) this.everyKey = true;
    for (const key of other.keys) this.keys.add(key);
    if (other.everyItem) this.everyItem = true;
    this.first(other.items);
    for (const index of other.at) this.at.add(index);
  }
}
