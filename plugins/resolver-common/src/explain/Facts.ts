import { lt } from 'semver';
import type { ExclusionCause, RelationCause, RootCause } from '../solver/Cause';
import type { Incompatibility } from '../solver/Incompatibility';
import type { VersionSet } from '../solver/VersionSet';
import type { KnownPackage } from '../world/KnownPackage';
import { BACKSTAGE_RANGE } from '../world/RangeMatcher';
import { isDemand, type Relation } from '../world/Relation';
import type { World } from '../world/World';
import { joined, packageText, runsText } from './StatesText';

/** Says in words what is known without proof. Golden texts: src/explain/explanations.test.ts. */
export class Facts {
  constructor(private readonly world: World) {}

  /** Whether the fact tells two things, and so deserves a line of its own. */
  isCompound({ cause }: Incompatibility): boolean {
    if (cause.kind !== 'relation') return false;
    const { kind, target, range } = cause.relation;
    return (
      isDemand({ kind }) &&
      this.world.accepted(this.world.package(target), range).isEmpty()
    );
  }

  /** Half a sentence: "a 1.0.0 requires b ^1.0.0". */
  text(fact: Incompatibility): string {
    const { cause } = fact;
    switch (cause.kind) {
      case 'root':
        return this.root(cause);
      case 'host':
        return `${this.environment} provides ${
          cause.package.name
        } ${cause.package.version(1)}`;
      case 'relation':
        return this.relation(fact, cause);
      case 'exclusion':
        return this.exclusion(fact, cause);
      case 'support':
        return `${cause.package.name} is selected only when something requires it`;
      default:
        return 'the counts are bounded';
    }
  }

  private get environment(): string {
    const { release } = this.world.problem;
    return release === undefined
      ? 'this environment'
      : `this environment (release ${release})`;
  }

  private root({ package: known, range }: RootCause): string {
    const asked = `the request asks for ${known.name} ${range}`;
    if (!this.world.accepted(known, range).isEmpty()) return asked;
    return `${asked} and ${this.missing(known, range)}`;
  }

  private relation(
    fact: Incompatibility,
    { package: known, relation, targets }: RelationCause,
  ): string {
    const subject = packageText(known, fact.statesOf(known) ?? known.present);
    const { kind, target, range } = relation;
    switch (kind) {
      case 'conflict':
        return `${subject} conflicts with ${target} ${range}`;
      case 'optionalPeer':
        return `${subject} works only with ${target} ${range}`;
      case 'capability':
        return `${subject} needs the capability ${target} ${range}, ${this.providers(
          relation,
          targets,
        )}`;
      default:
        return `${subject} requires ${target} ${range}${this.missingClause(
          relation,
        )}`;
    }
  }

  private missingClause({ target, range }: Relation): string {
    const known = this.world.package(target);
    if (!this.world.accepted(known, range).isEmpty()) return '';
    if (known.isHost)
      return ` and ${this.environment} provides ${target} ${known.version(
        1,
      )}${this.fittingRelease(target, range)}`;
    return ` and ${this.missing(known, range)}`;
  }

  /** Why no version matches: unknown, only prereleases, or none at all. */
  private missing(known: KnownPackage, range: string): string {
    if (known.isHost)
      return `${this.environment} provides ${known.name} ${known.version(
        1,
      )}${this.fittingRelease(known.name, range)}`;
    if (known.origin === 'unknown' || known.versions.length === 0) {
      return `no package named ${known.name} is known`;
    }
    if (range === BACKSTAGE_RANGE)
      return `${this.environment} does not provide ${known.name}`;
    const prereleases = this.world.prereleasesIn(known, range);
    const newest = prereleases[prereleases.length - 1];
    if (newest !== undefined) {
      const shown = joined(prereleases.slice(-3), 'and');
      return `${known.name} has only prereleases there (${shown}; to accept them, name one as in >=${newest})`;
    }
    const { versions } = known;
    const span =
      versions.length === 1
        ? versions[0]
        : `${versions[0]} to ${versions[versions.length - 1]}`;
    return `no version of ${known.name} matches (known: ${span})`;
  }

  private fittingRelease(name: string, range: string): string {
    const release = this.world.nearestReleaseWith(name, range);
    if (release === undefined) return '';
    const present = this.world.problem.release;
    const which =
      present !== undefined && lt(release, present) ? 'last' : 'first';
    return ` (the ${which} release that fits is ${release})`;
  }

  private providers(
    { target }: Relation,
    targets: readonly KnownPackage[],
  ): string {
    if (targets.length > 0) {
      return `which ${joined(
        targets.map(({ name }) => name),
        'or',
      )} can provide but does not pull in`;
    }
    const known = this.world.knownProviders(target);
    if (known.length === 0) return 'which no known package provides';
    return `which no known package provides in that range (known providers: ${joined(
      known,
      'and',
    )})`;
  }

  private exclusion(
    fact: Incompatibility,
    { package: known, reason, detail }: ExclusionCause,
  ): string {
    const states = fact.statesOf(known)!;
    switch (reason) {
      case 'yanked':
        return `${versionsAre(known, states, 'was', 'were')} yanked`;
      case 'advisory':
        return `${versionsAre(
          known,
          states,
          'is',
          'are',
        )} excluded by policy: advisory ${detail}`;
      case 'policy':
        return `${versionsAre(
          known,
          states,
          'is',
          'are',
        )} excluded by policy: ${detail}`;
      case 'override':
        return `an override pins ${known.name} to ${detail}`;
      case 'downgrade':
        return `${known.name} is installed at ${detail} and may not be downgraded`;
      default:
        return `${known.name} is installed and may not be removed`;
    }
  }
}

/** "b 1.0.0 was", "every version of b was", "b 1.0.0 and 1.1.0 were". */
function versionsAre(
  known: KnownPackage,
  states: VersionSet,
  one: string,
  many: string,
): string {
  const positions = states.positions();
  const versions = positions.map(position => known.version(position));
  if (positions.length === 1) return `${known.name} ${versions[0]} ${one}`;
  if (known.present.isSubsetOf(states))
    return `every version of ${known.name} ${one}`;
  const shown =
    versions.length > 3 ? runsText(known, states) : joined(versions, 'and');
  return `${known.name} ${shown} ${many}`;
}
