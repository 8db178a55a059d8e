import type { SemVer } from 'semver';
import type { Variable } from '../solver/Term';
import { VersionSet } from '../solver/VersionSet';
import type { VersionFacts } from '../types';
import type { Demanding } from './DemandTable';
import type { MarkedVersions, PackageTable } from './PackageTable';
import { BACKSTAGE_RANGE, countBelow, type RangeMatcher } from './RangeMatcher';
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
    return this.table.versions.map(semver => semver.raw);
  }

  version(position: number): string {
    return this.table.versions[position - 1]!.raw;
  }

  /** Undefined when there is no such version. */
  positionOf(version: string): number | undefined {
    const index = this.table.versions.findIndex(
      semver => semver.raw === version,
    );
    return index < 0 ? undefined : index + 1;
  }

  facts(position: number): VersionFacts {
    return this.table.facts[position - 1]!;
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
  where(test: (facts: VersionFacts, version: SemVer) => boolean): VersionSet {
    const positions: number[] = [];
    this.table.versions.forEach((semver, index) => {
      if (test(this.table.facts[index]!, semver)) positions.push(index + 1);
    });
    return VersionSet.of(this.size, positions);
  }

  /** The versions lower than this one, which need not be known. */
  below(version: string): VersionSet {
    const bound = this.matcher.version(version);
    const count = countBelow(this.table.versions, bound, false);
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
    const { facts } = this.table;
    const has = (index: number) =>
      index >= 0 &&
      index < facts.length &&
      hasRelation(facts[index]!, relation);
    let first = position - 1;
    let last = position - 1;
    while (has(first - 1)) first--;
    while (has(last + 1)) last++;
    return VersionSet.range(this.size, first + 1, last + 2);
  }

  private match(range: string): VersionSet {
    if (range !== BACKSTAGE_RANGE)
      return this.table.matching(this.matcher, range);
    return this.isHost ? this.present : VersionSet.empty(this.size);
  }
}
