import semver from 'semver';
import type { VersionRow } from '../database/rows';

type Candidate = Pick<VersionRow, 'version' | 'deprecated' | 'yank_reason'>;

/** Whether `latest` moves on to a version by itself. A prerelease never takes it from a stable version. */
export function succeeds(version: string, latest: string): boolean {
  if (semver.prerelease(version) && !semver.prerelease(latest)) return false;
  return semver.gt(version, latest);
}

/** The version that `latest` should name: not a yanked one; deprecated ones and prereleases only when there is no other. */
export function newestOf(versions: Candidate[]): string | undefined {
  const choosable = versions.filter(({ yank_reason }) => yank_reason === null);
  const [newest] = choosable.sort(
    (a, b) => rank(a) - rank(b) || semver.rcompare(a.version, b.version),
  );
  return newest?.version;
}

function rank({ version, deprecated }: Candidate): number {
  return Number(deprecated !== null) * 2 + (semver.prerelease(version) ? 1 : 0);
}
