import type { Cause } from '../solver/Cause';
import type { Incompatibility } from '../solver/Incompatibility';

/** The facts that a proof rests on, each once. */
export function leavesOf(failure: Incompatibility): Incompatibility[] {
  const seen = new Set<Incompatibility>([failure]);
  for (const { cause } of seen) {
    if (cause.kind === 'derived')
      cause.sources.forEach(source => seen.add(source));
  }
  return Array.from(seen).filter(fact => !fact.isDerived());
}

/** What a proof derives, each once, the last first. Nothing is said of what `isPlain` holds for, and how it follows. */
export function conclusionsOf(
  failure: Incompatibility,
  isPlain: (fact: Incompatibility) => boolean,
): Incompatibility[] {
  const seen = new Set<Incompatibility>([failure]);
  for (const fact of seen) {
    const { cause } = fact;
    if (cause.kind === 'derived' && !isPlain(fact))
      seen.add(cause.left).add(cause.right);
  }
  return Array.from(seen).filter(fact => fact.isDerived() && !isPlain(fact));
}

/** The causes of one kind that a proof rests on. */
export function causesOf<K extends Cause['kind']>(
  failure: Incompatibility,
  kind: K,
): Array<Extract<Cause, { kind: K }>> {
  return leavesOf(failure)
    .map(({ cause }) => cause)
    .filter(
      (cause): cause is Extract<Cause, { kind: K }> => cause.kind === kind,
    );
}
