import { compare } from 'semver';
import type { Problem } from '../request/Problem';
import type { RangeMatcher } from './RangeMatcher';
import { SortedVersions } from './SortedVersions';

/** The known Backstage releases, and what of the host each has. */
export class Releases {
  /** The nearest to the present one first: those after it, ascending, then those before it, descending. */
  private readonly nearest: readonly string[];
  /** By package: the versions that some release has. */
  private readonly versions = new Map<string, SortedVersions>();

  constructor(
    private readonly problem: Pick<Problem, 'baselines' | 'release'>,
    private readonly matcher: RangeMatcher,
  ) {
    const { baselines, release: present = '0.0.0' } = problem;
    const ascending = Array.from(baselines.keys()).sort(compare);
    const isAfter = (release: string) => compare(release, present) > 0;
    this.nearest = [
      ...ascending.filter(isAfter),
      ...ascending.filter(release => !isAfter(release)).reverse(),
    ];
  }

  /** The nearest release that has the package in one of the ranges. */
  nearestWith(name: string, ranges: readonly string[]): string | undefined {
    const versions = this.versionsOf(name);
    const [first, ...others] = ranges.map(range =>
      this.matcher.matching(versions, range),
    );
    const fitting = others.reduce((all, some) => all.union(some), first!);
    return this.nearest.find(release => {
      const version = this.problem.baselines.get(release)![name];
      if (version === undefined) return false;
      const index = versions.indexOf(this.matcher.version(version));
      return fitting.has(index + 1);
    });
  }

  private versionsOf(name: string): SortedVersions {
    let versions = this.versions.get(name);
    if (!versions) {
      const texts = Array.from(this.problem.baselines.values())
        .map(baseline => baseline[name])
        .filter(version => version !== undefined);
      const parsed = Array.from(new Set(texts), text =>
        this.matcher.version(text),
      );
      versions = SortedVersions.of(parsed);
      this.versions.set(name, versions);
    }
    return versions;
  }
}
