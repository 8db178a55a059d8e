import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import semver from 'semver';
import validateName from 'validate-npm-package-name';

const MAX_VERSION = 128;

/** @throws SceneshiftError `NAME_INVALID` */
export function assertPackageName(name: string): void {
  const { validForNewPackages, errors, warnings } = validateName(name);
  if (validForNewPackages) return;
  throw new SceneshiftError(
    'NAME_INVALID',
    `'${name}' is not a package name: ${[
      ...(errors ?? []),
      ...(warnings ?? []),
    ].join(', ')}`,
  );
}

/** @throws SceneshiftError `VERSION_INVALID` */
export function assertVersion(version: string): void {
  const valid =
    version.length <= MAX_VERSION && semver.valid(version) === version;
  if (valid) return;
  throw new SceneshiftError(
    'VERSION_INVALID',
    `'${version}' is not a version: use major.minor.patch as of semver.org`,
  );
}

/** @throws SceneshiftError `TAG_INVALID` */
export function assertTag(tag: string): void {
  const fits = /^[^\s/\\%?#]{1,128}$/.test(tag);
  if (fits && semver.validRange(tag) === null) return;
  throw new SceneshiftError(
    'TAG_INVALID',
    `'${tag}' is not a tag: it has a space or a slash, or reads as a version range`,
  );
}

/** What an organization claims by publishing: the scope, or an unscoped name itself. */
export function claimOf(name: string): string {
  return name.startsWith('@') ? (name.split('/')[0] as string) : name;
}

/** The path of a version's npm tarball under the npm router. */
export function tarballName(name: string, version: string): string {
  return `${name.slice(name.indexOf('/') + 1)}-${version}.tgz`;
}
