import { prerelease } from 'semver';

/**
 * The range of a package that may be any version and is installed: `*` would not take the prerelease that it may be, and
 * swallows whatever stands beside it.
 *
 * @public
 */
export function rangeKeeping(installedVersion: string): string {
  return prerelease(installedVersion) ? `>0.0.0 || ${installedVersion}` : '*';
}
