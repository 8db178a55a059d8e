import type { Cause } from '../solver/Cause';
import type { Incompatibility } from '../solver/Incompatibility';
import { JointCause } from '../solver/JointCause';

/** The facts that a proof rests on, each once. */
export function leavesOf(failure: Incompatibility): Incompatibility[] {
  const seen = new Set<Incompatibility>([failure]);
  for (const { cause } of seen) {
    if (cause.kind === 'derived')
      cause.sources.forEach(source => seen.add(source));
  }
  return Array.from(seen).filter(fact => !fact.isDerived());
}

/** Whether a proof rests on more facts than these. */
export function hasMoreLeavesThan(
  failure: Incompatibility,
  most: number,
): boolean {
  const seen = new Set<Incompatibility>();
  const open = [failure];
  let leaves = 0;
  for (let fact = open.pop(); fact; fact = open.pop()) {
    if (seen.has(fact)) continue;
    seen.add(fact);
    if (fact.isDerived()) fact.cause.sources.forEach(one => open.push(one));
    else if (++leaves > most) return true;
  }
  return false;
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
  const seen = new Set<Incompatibility>([failure]);
  const found: Array<Extract<Cause, { kind: K }>> = [];
  for (const { cause } of seen) {
    if (cause.kind === kind) found.push(cause as Extract<Cause, { kind: K }>);
    // What is joined are relations, of which there may be thousands.
    const isAside = cause instanceof JointCause && kind !== 'relation';
    if (cause.kind === 'derived' && !isAside)
      cause.sources.forEach(source => seen.add(source));
  }
  return found;
}
