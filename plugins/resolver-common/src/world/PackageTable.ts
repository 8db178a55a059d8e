import type { SemVer } from 'semver';
import { byName } from '../request/Problem';
import { VersionSet } from '../solver/VersionSet';
import type { VersionFacts } from '../types';
import { DemandTable, type Demanding } from './DemandTable';
import { Memo } from './Memo';
import type { RangeMatcher } from './RangeMatcher';
import { relationsOf, type Relation } from './Relation';

/** Sets of versions, as positions from 1. */
export interface MarkedVersions {
  yanked: VersionSet;
  deprecated: VersionSet;
  /** With an advisory of any severity. */
  advised: VersionSet;
  prereleases: VersionSet;
}

/** What a source says about one package, sorted once and kept as long as the source. */
export class PackageTable {
  /** Ascending. */
  readonly versions: readonly SemVer[];
  /** In the order of the versions. */
  readonly facts: readonly VersionFacts[];
  private readonly relations: Relation[][] = [];
  private marked?: MarkedVersions;
  private demands?: DemandTable;
  private readonly sets = new Map<RangeMatcher, Memo<VersionSet>>();

  constructor(
    versions: SemVer[],
    readFacts: (version: string) => VersionFacts,
  ) {
    this.versions = ascending(versions);
    this.facts = this.versions.map(({ raw }) => readFacts(raw));
  }

  /** By index, from 0. */
  relationsOf(index: number): Relation[] {
    return (this.relations[index] ??= relationsOf(this.facts[index]!));
  }

  /** The versions that demand the target; undefined when there are none. */
  demanding(target: string): Demanding | undefined {
    this.demands ??= new DemandTable(this.facts, index =>
      this.relationsOf(index),
    );
    return this.demands.demanding(target);
  }

  /** Versions that are not like all others. */
  get marks(): MarkedVersions {
    return (this.marked ??= this.mark());
  }

  matching(matcher: RangeMatcher, range: string): VersionSet {
    let sets = this.sets.get(matcher);
    if (!sets) {
      sets = new Memo();
      this.sets.set(matcher, sets);
    }
    return sets.get(range, () => matcher.matching(this.versions, range));
  }

  private mark(): MarkedVersions {
    const size = this.versions.length + 1;
    const where = (test: (index: number) => unknown) => {
      const positions: number[] = [];
      for (let index = 0; index < this.versions.length; index++) {
        if (test(index)) positions.push(index + 1);
      }
      return VersionSet.of(size, positions);
    };
    return {
      yanked: where(index => this.facts[index]!.yanked),
      deprecated: where(index => this.facts[index]!.deprecated),
      advised: where(index => this.facts[index]!.advisories?.length),
      prereleases: where(index => this.versions[index]!.prerelease.length),
    };
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
