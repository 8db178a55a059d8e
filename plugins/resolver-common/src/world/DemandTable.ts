import { VersionSet } from '../solver/VersionSet';
import type { VersionFacts } from '../types';
import { demandOf, isDemand, type Relation } from './Relation';

/** The versions of a package that bring a certain other one in. */
export interface Demanding {
  /** These must have it. */
  must: VersionSet;
  /** These have it where it fits: by the range that they wish for. */
  wishes: ReadonlyMap<string, VersionSet>;
}

/** Which versions of a package demand which others. Made only when a reason has to be looked for. */
export class DemandTable {
  private readonly positions = new Map<string, Map<string | true, number[]>>();
  private readonly made = new Map<string, Demanding>();

  /** In the order of the versions; `relationsOf` by index. */
  constructor(
    private readonly facts: readonly VersionFacts[],
    relationsOf: (index: number) => readonly Relation[],
  ) {
    facts.forEach((_, index) => {
      for (const relation of relationsOf(index)) {
        if (isDemand(relation)) this.add(relation.target, index);
      }
    });
  }

  /** Undefined when no version demands the target. */
  demanding(target: string): Demanding | undefined {
    const known = this.made.get(target);
    if (known) return known;
    const demands = this.positions.get(target);
    if (!demands) return undefined;
    const demanding = this.make(demands);
    this.made.set(target, demanding);
    return demanding;
  }

  private add(target: string, index: number) {
    const demand = demandOf(this.facts[index]!, target);
    if (demand === undefined) return;
    const demands = entry(this.positions, target, () => new Map());
    entry(demands, demand, () => []).push(index + 1);
  }

  private make(demands: ReadonlyMap<string | true, number[]>): Demanding {
    const size = this.facts.length + 1;
    const must = VersionSet.of(size, demands.get(true) ?? []);
    const wishes = new Map<string, VersionSet>();
    for (const [demand, positions] of demands) {
      if (demand !== true) wishes.set(demand, VersionSet.of(size, positions));
    }
    return { must, wishes };
  }
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
