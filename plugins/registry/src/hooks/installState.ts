import { isHostedRole } from '@sceneshift/backstage-platform-common';
import {
  defaultVersion,
  type PackageChoice,
} from '@sceneshift/backstage-platform-react';
import type {
  Environment,
  InstalledPlugin,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type {
  Plugin,
  VersionSummary,
} from '@sceneshift/backstage-plugin-registry-common';
import semver from 'semver';

/** The plugin as it is installed in an environment. */
export function findInstalled(
  environment: Environment | undefined,
  pluginId: string,
): InstalledPlugin | undefined {
  return environment?.plugins.find(item => item.pluginId === pluginId);
}

/** Newest first. */
export function sortVersions(versions: VersionSummary[]): VersionSummary[] {
  return [...versions].sort((left, right) =>
    semver.rcompare(left.version, right.version),
  );
}

/** What one may choose when installing or upgrading a plugin: its hosted packages and their versions. */
export function packageChoices(
  plugin: Plugin,
  installed: InstalledPlugin | undefined,
): PackageChoice[] {
  return plugin.packages
    .filter(item => isHostedRole(item.role))
    .map(item => ({
      name: item.name,
      role: item.role,
      current: installed?.packages.find(one => one.name === item.name)?.version,
      versions: sortVersions(item.versions).map(
        ({ version, installable, deprecated }) => ({
          version,
          installable,
          deprecated,
        }),
      ),
    }));
}

/** Whether any package has a newer version that could be installed. */
export function hasUpgrade(choices: PackageChoice[]): boolean {
  return choices.some(choice => {
    const newest = defaultVersion(choice);
    if (newest === undefined) return false;
    return choice.current === undefined || semver.gt(newest, choice.current);
  });
}
