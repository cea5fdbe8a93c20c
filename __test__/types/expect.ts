/** Type-level assertions: what does not hold does not compile. */

/** `true` when two types are the same. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Fails to compile unless the argument is `true`. */
export function holds<_T extends true>(): void {
  // Everything happens in the type checker.
}
