import { Range, SemVer } from 'semver';
import { VersionSet } from '../solver/VersionSet';
import { Memo } from './Memo';
import type { SortedVersions } from './SortedVersions';

/** Written in Backstage's own packages for "whatever the release has". */
export const BACKSTAGE_RANGE = 'backstage:^';

/**
 * Turns ranges into sets over a sorted list of versions. See docs/design/resolver.md, section 2.
 */
export class RangeMatcher {
  private readonly ranges: Memo<Range>;
  private readonly versions = new Memo(text => new SemVer(text));

  constructor(private readonly includePrerelease: boolean) {
    this.ranges = new Memo(text => new Range(text, { includePrerelease }));
  }

  version(text: string): SemVer {
    return this.versions.get(text);
  }

  satisfies(version: string, range: string): boolean {
    return this.ranges.get(range).test(this.version(version));
  }

  /** The positions (from 1) of the versions that the range matches. */
  matching(versions: SortedVersions, range: string): VersionSet {
    const parsed = this.ranges.get(range);
    let result: VersionSet | undefined;
    for (const comparators of parsed.set) {
      const set = between(versions, comparators);
      result = result ? result.union(set) : set;
    }
    const all = result ?? VersionSet.empty(versions.length + 1);
    return this.includePrerelease || versions.prereleases.length === 0
      ? all
      : withoutUnasked(all, versions, parsed);
  }
}

type Comparators = Range['set'][number];

/** The versions between the comparators' bounds. */
function between(
  versions: SortedVersions,
  comparators: Comparators,
): VersionSet {
  let start = 0;
  let end = versions.length;
  for (const { operator, semver, value } of comparators) {
    if (value === '') continue;
    if (operator !== '<' && operator !== '<=') {
      start = Math.max(start, versions.countBelow(semver, operator === '>'));
    }
    if (operator !== '>' && operator !== '>=') {
      end = Math.min(end, versions.countBelow(semver, operator !== '<'));
    }
  }
  return VersionSet.range(versions.length + 1, start + 1, end + 1);
}

/** Prereleases count only where node-semver says that the range asks for them. */
function withoutUnasked(
  set: VersionSet,
  versions: SortedVersions,
  range: Range,
): VersionSet {
  const unasked = versions.prereleases
    .filter(index => set.has(index + 1) && !range.test(versions.at(index)))
    .map(index => index + 1);
  return unasked.length === 0
    ? set
    : set.minus(VersionSet.of(set.size, unasked));
}
