import type { SemVer } from 'semver';
import { byName } from '../request/Problem';
import { CapabilityIndex } from './CapabilityIndex';
import { DemandIndex } from './DemandIndex';
import type { PackageSource } from './PackageSource';
import { PackageTable } from './PackageTable';
import { RangeMatcher } from './RangeMatcher';

/**
 * What was worked out about a source. A source never changes, so this is shared by all problems over it and lives as long as it.
 */
export class SourceIndex {
  private static readonly indices = new WeakMap<PackageSource, SourceIndex>();
  /** Ranges match prereleases only where they ask for them. */
  readonly strict = new RangeMatcher(false);
  /** Ranges match prereleases too. */
  readonly permissive = new RangeMatcher(true);
  private readonly tables = new Map<string, PackageTable>();
  private capabilityIndex?: CapabilityIndex;
  private demandIndex?: DemandIndex;
  private ranks?: ReadonlyMap<string, number>;

  private constructor(private readonly source: PackageSource) {}

  static of(source: PackageSource): SourceIndex {
    let index = SourceIndex.indices.get(source);
    if (!index) {
      index = new SourceIndex(source);
      SourceIndex.indices.set(source, index);
    }
    return index;
  }

  get capabilities(): CapabilityIndex {
    return (this.capabilityIndex ??= CapabilityIndex.of(this.source));
  }

  get demands(): DemandIndex {
    return (this.demandIndex ??= DemandIndex.of(this.source));
  }

  /** The place of a package among all by name; packages that nobody knows come last. */
  rankOf(name: string): number {
    return this.allRanks.get(name) ?? this.allRanks.size;
  }

  /** More than any rank. */
  get size(): number {
    return this.allRanks.size + 1;
  }

  private get allRanks(): ReadonlyMap<string, number> {
    return (this.ranks ??= new Map(
      Array.from(this.source.names())
        .sort(byName)
        .map((known, index) => [known, index]),
    ));
  }

  /** Undefined when no such package is known. */
  table(name: string): PackageTable | undefined {
    const known = this.tables.get(name);
    if (known) return known;
    const versions = this.source.versionsOf(name);
    if (!versions) return undefined;
    const marked = this.source.markedVersionsOf?.(name);
    const table = new PackageTable(
      this.semvers(versions),
      version => this.source.factsOf(name, version)!,
      marked && this.semvers(marked),
    );
    this.tables.set(name, table);
    return table;
  }

  private semvers(versions: readonly string[]): SemVer[] {
    return versions.map(version => this.strict.version(version));
  }
}
