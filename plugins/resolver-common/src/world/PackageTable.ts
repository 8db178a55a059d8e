import type { SemVer } from 'semver';
import { VersionSet } from '../solver/VersionSet';
import type { VersionFacts } from '../types';
import { DemandTable, type Demanding } from './DemandTable';
import { Memo } from './Memo';
import type { RangeMatcher } from './RangeMatcher';
import { relationsOf, type Relation } from './Relation';
import { SortedVersions } from './SortedVersions';

/** Sets of versions, as positions from 1. */
export interface MarkedVersions {
  yanked: VersionSet;
  deprecated: VersionSet;
  /** With an advisory of any severity. */
  advised: VersionSet;
  prereleases: VersionSet;
}

/** What a source says about one package, sorted once and kept as long as the source. Facts are read when they are asked for. */
export class PackageTable {
  readonly versions: SortedVersions;
  /** As far as they were asked for. */
  private readonly facts: Array<VersionFacts | undefined>;
  private readonly relations: Array<Relation[] | undefined>;
  private marked?: MarkedVersions;
  private demands?: DemandTable;
  private readonly sets = new Map<RangeMatcher, Memo<VersionSet>>();

  /** `markable`: the versions with a mark, where the source knows them without reading all facts. */
  constructor(
    versions: SemVer[],
    private readonly readFacts: (version: string) => VersionFacts,
    private readonly markable?: readonly SemVer[],
  ) {
    this.versions = SortedVersions.of(versions);
    this.facts = new Array(versions.length);
    this.relations = new Array(versions.length);
  }

  /** By index, from 0. */
  factsOf(index: number): VersionFacts {
    return (this.facts[index] ??= this.readFacts(this.versions.at(index).raw));
  }

  /** By index, from 0. */
  relationsOf(index: number): Relation[] {
    return (this.relations[index] ??= relationsOf(this.factsOf(index)));
  }

  /** The versions that demand the target; undefined when there are none. */
  demanding(target: string): Demanding | undefined {
    this.demands ??= new DemandTable(
      this.indices().map(index => this.factsOf(index)),
      index => this.relationsOf(index),
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
      sets = new Memo(text => matcher.matching(this.versions, text));
      this.sets.set(matcher, sets);
    }
    return sets.get(range);
  }

  private indices(): number[] {
    return Array.from({ length: this.versions.length }, (_, index) => index);
  }

  private mark(): MarkedVersions {
    const size = this.versions.length + 1;
    const indices =
      this.markable?.map(version => this.versions.indexOf(version)) ??
      this.indices();
    const where = (test: (facts: VersionFacts) => unknown) =>
      setOf(
        size,
        indices.filter(index => test(this.factsOf(index))),
      );
    return {
      yanked: where(facts => facts.yanked),
      deprecated: where(facts => facts.deprecated),
      advised: where(facts => facts.advisories?.length),
      prereleases: setOf(size, this.versions.prereleases),
    };
  }
}

function setOf(size: number, indices: readonly number[]): VersionSet {
  return VersionSet.of(
    size,
    indices.map(index => index + 1),
  );
}
