import { Range, SemVer, compare } from 'semver';
import { VersionSet } from '../solver/VersionSet';
import { Memo } from './Memo';

/** Written in Backstage's own packages for "whatever the release has". */
export const BACKSTAGE_RANGE = 'backstage:^';

/**
 * Turns ranges into sets over a sorted list of versions. See docs/design/resolver.md, section 2.
 */
export class RangeMatcher {
  private readonly ranges = new Memo<Range>();
  private readonly versions = new Memo<SemVer>();

  constructor(private readonly includePrerelease: boolean) {}

  version(text: string): SemVer {
    return this.versions.get(text, () => new SemVer(text));
  }

  satisfies(version: string, range: string): boolean {
    return this.range(range).test(this.version(version));
  }

  /** The positions (from 1) of the ascending versions that the range matches. */
  matching(versions: readonly SemVer[], range: string): VersionSet {
    const parsed = this.range(range);
    const size = versions.length + 1;
    let result = VersionSet.empty(size);
    for (const comparators of parsed.set) {
      const [start, end] = interval(versions, comparators);
      if (start < end)
        result = result.union(VersionSet.range(size, start + 1, end + 1));
    }
    return this.includePrerelease
      ? result
      : withoutUnasked(result, versions, parsed);
  }

  private range(text: string): Range {
    const { includePrerelease } = this;
    return this.ranges.get(text, () => new Range(text, { includePrerelease }));
  }
}

type Comparators = Range['set'][number];

/** First and past-the-last index of the versions between the comparators' bounds. */
function interval(
  versions: readonly SemVer[],
  comparators: Comparators,
): [number, number] {
  let start = 0;
  let end = versions.length;
  for (const { operator, semver, value } of comparators) {
    if (value === '') continue;
    if (operator !== '<' && operator !== '<=') {
      start = Math.max(start, countBelow(versions, semver, operator === '>'));
    }
    if (operator !== '>' && operator !== '>=') {
      end = Math.min(end, countBelow(versions, semver, operator !== '<'));
    }
  }
  return [start, end];
}

/** How many versions are lower than the bound, or equal to it when `inclusive`. */
export function countBelow(
  versions: readonly SemVer[],
  bound: SemVer,
  inclusive: boolean,
): number {
  let low = 0;
  let high = versions.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const order = compare(versions[middle]!, bound);
    if (order < 0 || (inclusive && order === 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Prereleases count only where node-semver says that the range asks for them. */
function withoutUnasked(
  set: VersionSet,
  versions: readonly SemVer[],
  range: Range,
): VersionSet {
  const unasked: number[] = [];
  versions.forEach((version, index) => {
    if (version.prerelease.length === 0 || !set.has(index + 1)) return;
    if (!range.test(version)) unasked.push(index + 1);
  });
  return unasked.length === 0
    ? set
    : set.minus(VersionSet.of(set.size, unasked));
}
