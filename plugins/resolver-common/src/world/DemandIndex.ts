import type { PackageSource } from './PackageSource';
import { relationsOf, isDemand } from './Relation';

/** Who asks for whom, over all versions of all packages. Made only when a reason has to be looked for. */
export class DemandIndex {
  private constructor(private readonly demanders: Map<string, Set<string>>) {}

  static of(source: PackageSource): DemandIndex {
    const demanders = new Map<string, Set<string>>();
    for (const name of source.names()) {
      for (const version of source.versionsOf(name) ?? []) {
        for (const relation of relationsOf(source.factsOf(name, version)!)) {
          if (isDemand(relation)) add(demanders, relation.target, name);
        }
      }
    }
    return new DemandIndex(demanders);
  }

  /** By name. */
  demandersOf(name: string): string[] {
    return Array.from(this.demanders.get(name) ?? []).sort();
  }
}

function add(map: Map<string, Set<string>>, key: string, value: string) {
  const values = map.get(key);
  if (values) values.add(value);
  else map.set(key, new Set([value]));
}
