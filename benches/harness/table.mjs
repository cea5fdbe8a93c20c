/** Tables as Markdown that is aligned well enough to be read on a terminal. */

/**
 * @typedef {{ title: string, columns: readonly string[], rows: readonly (readonly string[])[] }} Table
 * @param {Table} table
 */
export function renderTable({ title, columns, rows }) {
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...rows.map((row) => (row[index] ?? '').length)),
  );
  const line = (cells) =>
    `| ${cells.map((cell, index) => (index === 0 ? cell.padEnd(widths[index]) : cell.padStart(widths[index]))).join(' | ')} |`;
  const rule = `|${widths.map((width, index) => (index === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  const body = rows.map((row) => line(columns.map((_, index) => row[index] ?? '')));
  return [`**${title}**`, '', line(columns), rule, ...body].join('\n');
}

/**
 * A number with three significant digits, and thousands told apart.
 * @param {number} value
 */
export function figure(value) {
  if (!Number.isFinite(value)) return '–';
  if (value >= 1000) return Math.round(value).toLocaleString('en-US');
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** @param {number} value */
export function ratio(value) {
  return Number.isFinite(value) ? `${value >= 100 ? figure(value) : value.toFixed(2)}×` : '–';
}

/** @param {number} share */
export function percent(share) {
  return `±${(share * 100).toFixed(0)} %`;
}
