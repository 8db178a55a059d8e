import type { SemVer } from 'semver';
import { byName } from '../request/Problem';
import type { Variable } from '../solver/Term';
import { VersionSet } from '../solver/VersionSet';
import type { VersionFacts } from '../types';
import { BACKSTAGE_RANGE, type RangeMatcher } from './RangeMatcher';
import { hasRelation, relationsOf, type Relation } from './Relation';

/**
 * A package with every version that exists, ascending. As a variable of the search its states are absent (0) and its
 * versions (from 1). A package that nobody knows has no version; a host package has one.
 */
export class KnownPackage implements Variable {
  readonly size: number;
  /** All versions: everything but absent. */
  readonly present: VersionSet;
  private readonly semvers: readonly SemVer[];
  /** In the order of the versions. */
  private readonly allFacts: readonly VersionFacts[];
  private readonly sets = new Map<string, VersionSet>();
  private readonly relations = new Map<number, Relation[]>();

  constructor(
    readonly id: number,
    readonly name: string,
    readonly origin: 'source' | 'host' | 'unknown',
    versions: readonly string[],
    private readonly matcher: RangeMatcher,
    readFacts: (version: string) => VersionFacts,
  ) {
    this.semvers = ascending(versions.map(version => matcher.version(version)));
    this.allFacts = this.semvers.map(({ raw }) => readFacts(raw));
    this.size = versions.length + 1;
    this.present = VersionSet.present(this.size);
  }

  get isHost(): boolean {
    return this.origin === 'host';
  }

  /** Ascending. */
  get versions(): string[] {
    return this.semvers.map(semver => semver.raw);
  }

  version(position: number): string {
    return this.semvers[position - 1]!.raw;
  }

  /** Undefined when there is no such version. */
  positionOf(version: string): number | undefined {
    const index = this.semvers.findIndex(semver => semver.raw === version);
    return index < 0 ? undefined : index + 1;
  }

  facts(position: number): VersionFacts {
    return this.allFacts[position - 1]!;
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
    this.semvers.forEach((semver, index) => {
      if (test(this.allFacts[index]!, semver)) positions.push(index + 1);
    });
    return VersionSet.of(this.size, positions);
  }

  /** The versions lower than this one, which need not be known. */
  below(version: string): VersionSet {
    const bound = this.matcher.version(version);
    return this.where((_, semver) => semver.compare(bound) < 0);
  }

  relationsOf(position: number): Relation[] {
    let relations = this.relations.get(position);
    if (!relations) {
      relations = relationsOf(this.facts(position));
      this.relations.set(position, relations);
    }
    return relations;
  }

  /** All versions that have the very same relation. */
  sharing(relation: Relation): VersionSet {
    return this.where(facts => hasRelation(facts, relation));
  }

  private match(range: string): VersionSet {
    if (range !== BACKSTAGE_RANGE)
      return this.matcher.matching(this.semvers, range);
    return this.isHost ? this.present : VersionSet.empty(this.size);
  }
}

function ascending(versions: SemVer[]): SemVer[] {
  const isSorted = versions.every(
    (version, index) => index === 0 || order(versions[index - 1]!, version) < 0,
  );
  return isSorted ? versions : versions.sort(order);
}

/** By precedence; versions that differ in build metadata alone, by their text. */
function order(a: SemVer, b: SemVer): number {
  return (
    a.major - b.major ||
    a.minor - b.minor ||
    a.patch - b.patch ||
    a.comparePre(b) ||
    a.compareBuild(b) ||
    byName(a.raw, b.raw)
  );
}
