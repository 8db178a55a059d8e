import { lt } from 'semver';
import type { KnownPackage } from '../world/KnownPackage';
import { BACKSTAGE_RANGE } from '../world/RangeMatcher';
import type { World } from '../world/World';
import { joined } from './StatesText';

/** In so many of the newest ranges prereleases are looked for. */
const MOST_RANGES = 10;

/** Says what there is instead of what ranges ask for. */
export class MissingText {
  constructor(private readonly world: World) {}

  /** Why no version matches any of the ranges, the newest of which comes last: unknown, only prereleases, or none at all. */
  of(known: KnownPackage, ranges: readonly string[]): string {
    const { name, versions } = known;
    if (known.isHost)
      return `${this.provided(known)}${this.fittingRelease(name, ranges)}`;
    if (known.origin === 'unknown' || versions.length === 0)
      return `no package named ${name} is known`;
    if (ranges.every(range => range === BACKSTAGE_RANGE))
      return `${this.environment} does not provide ${name}`;
    return this.prereleases(known, ranges) ?? noMatch(name, versions);
  }

  /** "this environment provides b 1.0.0". */
  provided({ name, versions }: KnownPackage): string {
    return `${this.environment} provides ${name} ${versions[0]}`;
  }

  /** Why nothing provides the capability in any of the ranges. */
  providers(capability: string, ranges: readonly string[]): string {
    const known = this.world.knownProviders(capability);
    if (known.length === 0) return 'which no known package provides';
    const where = ranges.length > 1 ? 'any of these ranges' : 'that range';
    return `which no known package provides in ${where} (known providers: ${joined(
      known,
      'and',
    )})`;
  }

  private get environment(): string {
    const { release } = this.world.problem;
    return release === undefined
      ? 'this environment'
      : `this environment (release ${release})`;
  }

  private prereleases(
    known: KnownPackage,
    ranges: readonly string[],
  ): string | undefined {
    const { name } = known;
    const found = ranges
      .slice(-MOST_RANGES)
      .map(range => this.world.prereleasesIn(known, range))
      .findLast(versions => versions.length > 0);
    if (!found) return undefined;
    const what =
      ranges.length === 1
        ? `${name} has only prereleases there`
        : `no version of ${name} matches but prereleases`;
    const shown = joined(found.slice(-3), 'and');
    return `${what} (${shown}; to accept them, name one as in >=${found.at(
      -1,
    )})`;
  }

  private fittingRelease(name: string, ranges: readonly string[]): string {
    const release = this.world.releases.nearestWith(name, ranges);
    if (release === undefined) return '';
    const present = this.world.problem.release;
    const which =
      present !== undefined && lt(release, present) ? 'last' : 'first';
    return ` (the ${which} release that fits is ${release})`;
  }
}

function noMatch(name: string, versions: readonly string[]): string {
  const span =
    versions.length === 1
      ? versions[0]
      : `${versions[0]} to ${versions.at(-1)}`;
  return `no version of ${name} matches (known: ${span})`;
}
