import type { PackageSource } from './PackageSource';
import { isDemand, relationsOf } from './Relation';

/**
 * The packages that demands lead to from the given ones, over all versions. What lies outside is never selected, so that it
 * has no place in a reason either.
 */
export function reachOf(
  source: PackageSource,
  from: Iterable<string>,
): ReadonlySet<string> {
  const reached = new Set(from);
  // A set is walked in the order of insertion, additions during the walk included.
  for (const name of reached) {
    for (const version of source.versionsOf(name) ?? []) {
      for (const relation of relationsOf(source.factsOf(name, version)!)) {
        if (isDemand(relation)) reached.add(relation.target);
      }
    }
  }
  return reached;
}
