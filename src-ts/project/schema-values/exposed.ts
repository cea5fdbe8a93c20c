/** Constants that a source file keeps to itself, as its compiled file exports them. */

/** The name under which a compiled file exports a constant that its source keeps to itself. */
export function exposedName(constant: string): string {
  return `$gati_${constant}`;
}
