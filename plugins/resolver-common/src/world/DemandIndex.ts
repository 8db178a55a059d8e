import type { PackageSource } from './PackageSource';
import { demandedBy } from './Relation';

/** Who asks for whom, over all versions of all packages. Made only when a reason has to be looked for. */
export class DemandIndex {
  private readonly demanders = new Map<string, string[]>();

  private constructor(private readonly targets: Map<string, Set<string>>) {
    for (const [demander, names] of targets) {
      for (const name of names) {
        const demanders = this.demanders.get(name);
        if (demanders) demanders.push(demander);
        else this.demanders.set(name, [demander]);
      }
    }
  }

  static of(source: PackageSource): DemandIndex {
    const targets = new Map<string, Set<string>>();
    for (const name of Array.from(source.names()).sort())
      targets.set(name, targetsOf(source, name));
    return new DemandIndex(targets);
  }

  /** By name. */
  demandersOf(name: string): readonly string[] {
    return this.demanders.get(name) ?? [];
  }

  /**
   * The packages that demands lead to from the given ones, over all versions. What lies outside is never selected, so that it has no
   * place in a reason either.
   */
  reachOf(from: Iterable<string>): ReadonlySet<string> {
    const reached = new Set(from);
    // A set is walked in the order of insertion, additions during the walk included.
    for (const name of reached)
      this.targets.get(name)?.forEach(target => reached.add(target));
    return reached;
  }
}

function targetsOf(source: PackageSource, name: string): Set<string> {
  const targets = new Set<string>();
  for (const version of source.versionsOf(name) ?? [])
    demandedBy(source.factsOf(name, version)!, targets);
  return targets;
}
