import { isDeepStrictEqual } from 'node:util';
import semver from 'semver';
import type { PlanDiffEntry } from '@sceneshift/backstage-plugin-lifecycle-common';
import {
  hostPackages,
  isBackendPackage,
  type GenerationContent,
  type LockedPackage,
  type LockedPlugin,
} from '../domain/GenerationContent';
import { leaves } from '../domain/configPaths';

/** The difference between two generations, plugin by plugin. Values are never in it, only paths. */
export function diffContents(
  from: GenerationContent,
  to: GenerationContent,
): PlanDiffEntry[] {
  const ids = [...from.plugins, ...to.plugins].map(({ pluginId }) => pluginId);
  return [...new Set(ids)].sort().map(pluginId => {
    const before = findPlugin(from, pluginId);
    const after = findPlugin(to, pluginId);
    const packages = diffPackages(
      before?.packages ?? [],
      after?.packages ?? [],
    );
    return {
      pluginId,
      kind: kindOf(before, after),
      packages,
      config: diffConfig(before?.config ?? {}, after?.config ?? {}),
      restartsHost: !isDeepStrictEqual(
        hostInputs(from, pluginId),
        hostInputs(to, pluginId),
      ),
      migrations: strongestMigration(packages),
    };
  });
}

/** What a plugin's host is made of: undefined when it has none. */
export function hostInputs(content: GenerationContent, pluginId: string) {
  const packages = hostPackages(content, pluginId);
  if (packages[0]?.role !== 'backend-plugin') return undefined;
  const names = new Set(packages.map(({ name }) => name));
  const configs = content.plugins
    .filter(plugin => plugin.packages.some(({ name }) => names.has(name)))
    .map(plugin => plugin.config);
  const { database } = findPlugin(content, pluginId) ?? {};
  return {
    packages: packages.map(({ name, digest }) => ({ name, digest })),
    configs,
    ...(database && { database }),
  };
}

function findPlugin(
  content: GenerationContent,
  pluginId: string,
): LockedPlugin | undefined {
  return content.plugins.find(plugin => plugin.pluginId === pluginId);
}

function kindOf(
  before: LockedPlugin | undefined,
  after: LockedPlugin | undefined,
): PlanDiffEntry['kind'] {
  if (!before) return 'install';
  if (!after) return 'remove';
  const changed = versionKind(before, after);
  if (changed) return changed;
  if (before.enabled !== after.enabled) {
    return after.enabled ? 'enable' : 'disable';
  }
  const sameConfig = isDeepStrictEqual(before.config, after.config);
  return sameConfig ? 'keep' : 'reconfigure';
}

function versionKind(
  before: LockedPlugin,
  after: LockedPlugin,
): 'upgrade' | 'downgrade' | undefined {
  const changes = diffPackages(before.packages, after.packages).filter(
    item => item.from !== item.to,
  );
  if (!changes.length) return undefined;
  const goesDown = changes.some(
    ({ from, to }) => from && to && semver.lt(to, from),
  );
  return goesDown ? 'downgrade' : 'upgrade';
}

function diffPackages(
  before: LockedPackage[],
  after: LockedPackage[],
): PlanDiffEntry['packages'] {
  const names = [...before, ...after].map(({ name }) => name);
  return [...new Set(names)].sort().map(name => {
    const from = before.find(item => item.name === name);
    const to = after.find(item => item.name === name);
    return {
      name,
      role: (to ?? from)!.role,
      from: from?.version,
      to: to?.version,
      migrations: packageMigrations(from, to),
    };
  });
}

function diffConfig(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): PlanDiffEntry['config'] {
  const old = new Map(leaves(before).map(({ path, value }) => [path, value]));
  const now = new Map(leaves(after).map(({ path, value }) => [path, value]));
  const paths = [...new Set([...old.keys(), ...now.keys()])].sort();
  const kindAt = (path: string) => {
    if (!old.has(path)) return 'added';
    return now.has(path) ? 'changed' : 'removed';
  };
  return paths
    .filter(path => !isDeepStrictEqual(old.get(path), now.get(path)))
    .map(path => ({ path, kind: kindAt(path) }));
}

/** A first installation has nothing to go back to: only changes of version count. */
function packageMigrations(
  from: LockedPackage | undefined,
  to: LockedPackage | undefined,
): PlanDiffEntry['packages'][number]['migrations'] {
  if (!isBackendPackage((to ?? from)!)) return undefined;
  const isUpgrade = from && to && semver.gt(to.version, from.version);
  return isUpgrade ? to.migrations : 'none';
}

function strongestMigration(
  packages: PlanDiffEntry['packages'],
): PlanDiffEntry['migrations'] {
  const kinds = packages.map(({ migrations }) => migrations);
  if (kinds.includes('one-way')) return 'one-way';
  return kinds.includes('compatible') ? 'compatible' : 'none';
}
