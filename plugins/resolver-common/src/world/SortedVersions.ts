import type { SemVer } from 'semver';
import { byName } from '../request/Problem';

/** The versions of a package, ascending, so that places are found by halving. See docs/design/resolver.md, section 2. */
export class SortedVersions {
  /** Indices of the prereleases. Most packages have few, and only these are not told by their place alone. */
  readonly prereleases: readonly number[];

  private constructor(private readonly semvers: readonly SemVer[]) {
    const found: number[] = [];
    for (let index = 0; index < semvers.length; index++) {
      if (semvers[index]!.prerelease.length > 0) found.push(index);
    }
    this.prereleases = found;
  }

  /** Takes the list over. */
  static of(versions: SemVer[]): SortedVersions {
    return new SortedVersions(
      isAscending(versions) ? versions : versions.sort(order),
    );
  }

  get length(): number {
    return this.semvers.length;
  }

  at(index: number): SemVer {
    return this.semvers[index]!;
  }

  /** As they were written. */
  texts(): string[] {
    return this.semvers.map(({ raw }) => raw);
  }

  /** -1 when there is no version that was written so. */
  indexOf(version: SemVer): number {
    const end = this.countBelow(version, true);
    // Versions that differ in build metadata alone stand side by side.
    for (let index = this.countBelow(version, false); index < end; index++) {
      if (this.at(index).raw === version.raw) return index;
    }
    return -1;
  }

  /** How many versions are lower than the bound, or equal to it when `inclusive`. */
  countBelow(bound: SemVer, inclusive: boolean): number {
    const highest = inclusive ? 0 : -1;
    let low = 0;
    let high = this.semvers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (precedence(this.semvers[middle]!, bound) <= highest) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function isAscending(versions: readonly SemVer[]): boolean {
  for (let index = 1; index < versions.length; index++) {
    if (order(versions[index - 1]!, versions[index]!) >= 0) return false;
  }
  return true;
}

/** By precedence; versions that differ in build metadata alone, by their text. */
function order(a: SemVer, b: SemVer): number {
  return precedence(a, b) || a.compareBuild(b) || byName(a.raw, b.raw);
}

/** As node-semver's own, for what is compared a hundred thousand times: both are parsed. */
function precedence(a: SemVer, b: SemVer): number {
  return (
    Math.sign(a.major - b.major || a.minor - b.minor || a.patch - b.patch) ||
    a.comparePre(b)
  );
}
