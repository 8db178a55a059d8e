import type { Variable } from '../solver/Term';
import { VersionSet } from '../solver/VersionSet';
import type { VersionFacts } from '../types';
import type { Demanding } from './DemandTable';
import type { MarkedVersions, PackageTable } from './PackageTable';
import { BACKSTAGE_RANGE, type RangeMatcher } from './RangeMatcher';
import { hasRelation, type Relation } from './Relation';

/**
 * A package with every version that exists, ascending. As a variable of the search its states are absent (0) and its
 * versions (from 1). A package that nobody knows has no version; a host package has one.
 */
export class KnownPackage implements Variable {
  readonly size: number;
  /** All versions: everything but absent. */
  readonly present: VersionSet;
  /** The ranges that this problem asked about. */
  private readonly sets = new Map<string, VersionSet>();

  readonly id: number;
  /** Its place in the order of preference; packages that nobody knows share theirs. */
  readonly rank: number;

  constructor(
    place: { id: number; rank: number },
    readonly name: string,
    readonly origin: 'source' | 'host' | 'unknown',
    private readonly table: PackageTable,
    private readonly matcher: RangeMatcher,
  ) {
    this.id = place.id;
    this.rank = place.rank;
    this.size = table.versions.length + 1;
    this.present = VersionSet.present(this.size);
  }

  get isHost(): boolean {
    return this.origin === 'host';
  }

  /** Ascending. */
  get versions(): string[] {
    return this.table.versions.texts();
  }

  version(position: number): string {
    return this.table.versions.at(position - 1).raw;
  }

  /** Undefined when there is no such version. */
  positionOf(version: string): number | undefined {
    const index = this.table.versions.indexOf(this.matcher.version(version));
    return index < 0 ? undefined : index + 1;
  }

  facts(position: number): VersionFacts {
    return this.table.factsOf(position - 1);
  }

  /** The versions that the range matches, by node-semver's rule. */
  matching(range: string): VersionSet {
    let set = this.sets.get(range);
    if (!set) {
      set = this.match(range);
      this.sets.set(range, set);
    }
    return set;
  }

  /** The shortest of the ranges asked so far that matches exactly these versions. */
  rangeOf(states: VersionSet): string | undefined {
    return Array.from(this.sets)
      .filter(([, set]) => set.equals(states))
      .map(([range]) => range)
      .sort((a, b) => a.length - b.length || (a < b ? -1 : 1))[0];
  }

  /** The versions for which `test` holds. */
  where(test: (facts: VersionFacts) => boolean): VersionSet {
    const positions: number[] = [];
    for (let position = 1; position < this.size; position++) {
      if (test(this.facts(position))) positions.push(position);
    }
    return VersionSet.of(this.size, positions);
  }

  /** The versions lower than this one, which need not be known. */
  below(version: string): VersionSet {
    const bound = this.matcher.version(version);
    const count = this.table.versions.countBelow(bound, false);
    return VersionSet.range(this.size, 1, count + 1);
  }

  /** Versions that are not like all others. */
  get marks(): MarkedVersions {
    return this.table.marks;
  }

  /** The versions that demand the target; undefined when there are none. */
  demanding(target: string): Demanding | undefined {
    return this.table.demanding(target);
  }

  /** The set, but for one version that need not be known. */
  without(states: VersionSet, version: string | undefined): VersionSet {
    const position =
      version === undefined || states.isEmpty()
        ? undefined
        : this.positionOf(version);
    return position === undefined
      ? states
      : states.minus(VersionSet.only(this.size, position));
  }

  relationsOf(position: number): readonly Relation[] {
    return this.table.relationsOf(position - 1);
  }

  /** The unbroken run of versions around this one that have the very same relation. */
  sharing(relation: Relation, position: number): VersionSet {
    const { first, end } = this.runOf(relation, position);
    return VersionSet.range(this.size, first, end);
  }

  /** The same, from its first version up to, not including, its end. */
  runOf(relation: Relation, position: number): { first: number; end: number } {
    let first = position;
    let end = position + 1;
    while (first > 1 && hasRelation(this.facts(first - 1), relation)) first--;
    while (end < this.size && hasRelation(this.facts(end), relation)) end++;
    return { first, end };
  }

  private match(range: string): VersionSet {
    if (range !== BACKSTAGE_RANGE)
      return this.table.matching(this.matcher, range);
    return this.isHost ? this.present : VersionSet.empty(this.size);
  }
}
