/**
 * Milliseconds by a clock that nobody sets, and that stands still while the machine sleeps. Whole ones: what is left of a
 * time goes to timers that take no fractions.
 */
export function monotonicMs(): number {
  return Math.trunc(performance.now());
}
