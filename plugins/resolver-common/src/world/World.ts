import type { Problem } from '../request/Problem';
import { VariableMap } from '../solver/VariableMap';
import type { VersionSet } from '../solver/VersionSet';
import { KnownPackage } from './KnownPackage';
import { PackageTable } from './PackageTable';
import { BACKSTAGE_RANGE, type RangeMatcher } from './RangeMatcher';
import { isDemand, type Relation } from './Relation';
import { Releases } from './Releases';
import { SourceIndex } from './SourceIndex';

/** What is known of a package that nobody knows. */
const NOTHING = new PackageTable([], () => ({}));

/** A package that is brought in, in one of these versions. */
export interface Demand {
  target: KnownPackage;
  accepted: VersionSet;
}

/** The packages of a problem, read from its source when they are first mentioned. */
export class World {
  readonly matcher: RangeMatcher;
  readonly releases: Releases;
  private readonly index: SourceIndex;
  private readonly packages = new Map<string, KnownPackage>();
  private readonly demands = new VariableMap<Demand[][]>();
  /** Packages about which a search read more than it considered, because it met many conflicts around them. */
  readonly troubled = new Set<KnownPackage>();
  private variables = 0;
  /** Looked for only when a reason is. */
  private reach?: ReadonlySet<string>;

  constructor(readonly problem: Problem) {
    this.index = SourceIndex.of(problem.source);
    this.matcher = problem.options.includePrerelease
      ? this.index.permissive
      : this.index.strict;
    this.releases = new Releases(problem, this.matcher);
  }

  package(name: string): KnownPackage {
    let known = this.packages.get(name);
    if (!known) {
      known = this.load(name);
      this.packages.set(name, known);
    }
    return known;
  }

  /** Installed packages that may not be removed, and their versions. */
  get kept(): ReadonlyMap<string, string> {
    const { installed, host, options } = this.problem;
    if (options.allowRemove || options.prune) return new Map();
    return new Map(Array.from(installed).filter(([name]) => !host.has(name)));
  }

  /** For a new variable of a search. */
  newId(): number {
    return this.variables++;
  }

  /** The versions that a demand for the range accepts: an override accepts all. */
  accepted(target: KnownPackage, range: string): VersionSet {
    return this.problem.options.overrides.has(target.name)
      ? target.present
      : target.matching(range);
  }

  /** The states of the target that go with what has the relation. */
  allowed({ kind, target, range }: Relation): VersionSet {
    const other = this.package(target);
    if (kind === 'conflict') return other.matching(range).complement();
    const accepted = this.accepted(other, range);
    return kind === 'optionalPeer'
      ? other.present.minus(accepted).complement()
      : accepted;
  }

  /** What a version brings in. */
  demandsOf(known: KnownPackage, position: number): readonly Demand[] {
    const demands = this.demands.ensure(known, () => []);
    return (demands[position] ??= known
      .relationsOf(position)
      .filter(isDemand)
      .map(({ target, range }) => {
        const other = this.package(target);
        return { target: other, accepted: this.accepted(other, range) };
      }));
  }

  /** Packages of the source with versions that provide the capability in range. */
  providersOf(
    capability: string,
    range: string,
  ): Array<{ package: KnownPackage; versions: VersionSet }> {
    return this.index.capabilities
      .namesOf(capability)
      .filter(name => !this.problem.host.has(name))
      .map(name => {
        const provider = this.package(name);
        const versions = provider.where(({ provides }) => {
          const provided =
            provides && Object.hasOwn(provides, capability)
              ? provides[capability]
              : undefined;
          return (
            provided !== undefined && this.matcher.satisfies(provided, range)
          );
        });
        return { package: provider, versions };
      });
  }

  /** "name (capability version)" of every package that provides it in some version. */
  knownProviders(capability: string): string[] {
    return this.index.capabilities
      .namesOf(capability)
      .filter(name => !this.problem.host.has(name));
  }

  /** Prereleases, ascending, that the range would match if it asked for them, or whose release it matches. */
  prereleasesIn(known: KnownPackage, range: string): string[] {
    if (range === BACKSTAGE_RANGE || known.isHost) return [];
    const { matcher } = this;
    const { permissive } = this.index;
    const prereleases = known.marks.prereleases.positions();
    return prereleases
      .map(at => known.version(at))
      .filter(version => {
        const { major, minor, patch } = matcher.version(version);
        return (
          permissive.satisfies(version, range) ||
          matcher.satisfies(`${major}.${minor}.${patch}`, range)
        );
      });
  }

  /** All packages that this problem can lead to and that, in some version, demand this one. */
  demandersOf(name: string): KnownPackage[] {
    const { host, installed, roots } = this.problem;
    this.reach ??= this.index.demands.reachOf([
      ...roots.keys(),
      ...installed.keys(),
    ]);
    const { reach } = this;
    return this.index.demands
      .demandersOf(name)
      .filter(demander => reach.has(demander) && !host.has(demander))
      .map(demander => this.package(demander));
  }

  private load(name: string): KnownPackage {
    const place = { id: this.newId(), rank: this.rankOf(name) };
    const provided = this.problem.host.get(name);
    if (provided !== undefined) {
      const table = new PackageTable(
        [this.matcher.version(provided)],
        () => ({}),
      );
      return new KnownPackage(place, name, 'host', table, this.matcher);
    }
    const table = this.index.table(name);
    return new KnownPackage(
      place,
      name,
      table ? 'source' : 'unknown',
      table ?? NOTHING,
      this.matcher,
    );
  }

  /** Roots by name, then the others by name. */
  private rankOf(name: string): number {
    const rank = this.index.rankOf(name);
    return this.problem.roots.has(name) ? rank - this.index.size : rank;
  }
}
