/** Figures from repeated measurements. */

/** @param {readonly number[]} values */
export function minimum(values) {
  return Math.min(...values);
}

/** @param {readonly number[]} values */
export function median(values) {
  return percentile(values, 0.5);
}

/**
 * The nearest-rank percentile.
 * @param {readonly number[]} values
 * @param {number} rank between 0 and 1
 */
export function percentile(values, rank) {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * rank) - 1))];
}

/**
 * Half the distance between the quartiles, as a share of the median: how far rounds lay apart.
 * @param {readonly number[]} values
 */
export function spread(values) {
  return (percentile(values, 0.75) - percentile(values, 0.25)) / 2 / median(values);
}

/** @param {readonly number[]} values */
export function geometricMean(values) {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/**
 * Numbers that look random and are the same in every run.
 * @param {number} seed
 * @returns {() => number} at least 0, below 1
 */
export function seededRandom(seed) {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
