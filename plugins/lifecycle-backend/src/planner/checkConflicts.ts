import semver from 'semver';
import type { Baseline } from '@sceneshift/backstage-platform-common';
import {
  backendPlugins,
  isFrontendPackage,
  type GenerationContent,
  type LockedPackage,
  type LockedPlugin,
} from '../domain/GenerationContent';
import { checkRoutes } from './checkRoutes';
import type { Problems } from './Problems';

/** What belongs to the portal. */
export interface Reserved {
  pluginIds: string[];
  routes: string[];
}

/** Everything that does not fit together in a generation, or with the portal. */
export function checkConflicts(
  content: GenerationContent,
  reserved: Reserved,
  baseline: Baseline,
  problems: Problems,
): void {
  for (const plugin of content.plugins) {
    checkPluginId(plugin, reserved, problems);
    checkOnePerRole(plugin, problems);
    checkModules(plugin, content, reserved, problems);
    checkShared(plugin, baseline, problems);
  }
  checkRoutes(content, reserved.routes, problems);
}

function checkPluginId(
  { pluginId, packages }: LockedPlugin,
  reserved: Reserved,
  problems: Problems,
): void {
  const isPlugin = packages.some(({ role }) => !role.endsWith('-module'));
  if (!isPlugin || !reserved.pluginIds.includes(pluginId)) return;
  problems.block(
    'PLUGIN_ID_RESERVED',
    `The plugin id '${pluginId}' belongs to the portal: a hosted plugin would replace it. Publish the plugin under another id.`,
    { pluginId },
  );
}

function checkOnePerRole(
  { pluginId, packages }: LockedPlugin,
  problems: Problems,
): void {
  for (const role of ['backend-plugin', 'frontend-plugin'] as const) {
    const names = packages.filter(item => item.role === role);
    if (names.length < 2) continue;
    problems.block(
      'PLUGIN_ID_CONFLICT',
      `${names
        .map(({ name }) => name)
        .join(
          ' and ',
        )} both are the ${role} '${pluginId}': only one of them can run.`,
      { pluginId },
    );
  }
}

function checkModules(
  plugin: LockedPlugin,
  content: GenerationContent,
  reserved: Reserved,
  problems: Problems,
): void {
  const hosted = new Set(
    [plugin, ...backendPlugins(content)].map(({ pluginId }) => pluginId),
  );
  for (const item of plugin.packages) {
    if (!item.role.endsWith('-module')) continue;
    const target = item.extendsPluginId ?? plugin.pluginId;
    if (reserved.pluginIds.includes(target)) {
      problems.block(
        'CORE_MODULE_UNSUPPORTED',
        describeCoreModule(item.name, target),
        {
          pluginId: plugin.pluginId,
          packageName: item.name,
        },
      );
    } else if (!hosted.has(target) || !isHosted(content, item, target)) {
      problems.block(
        'PLUGIN_NOT_INSTALLED',
        `${item.name} is a module of the plugin '${target}', which is not installed in this environment: install that first.`,
        { pluginId: plugin.pluginId, packageName: item.name },
      );
    }
  }
}

/** Backend modules need their plugin's host; frontend modules need its remote. */
function isHosted(
  content: GenerationContent,
  item: LockedPackage,
  target: string,
): boolean {
  const role = isFrontendPackage(item) ? 'frontend-plugin' : 'backend-plugin';
  return content.plugins.some(
    plugin =>
      plugin.pluginId === target &&
      plugin.packages.some(candidate => candidate.role === role),
  );
}

/** Why a module of one of the portal's own plugins is refused. */
export function describeCoreModule(name: string, target: string): string {
  return (
    `${name} is a module of '${target}', which is a part of the portal itself. Modules run inside the plugin that they ` +
    'extend, so this one cannot run in a host of its own: it would need a restart of the portal, which Sceneshift does not do.'
  );
}

/** One of two copies of these in a page breaks it; others only cost bytes. */
const SINGLETONS = /^react(-dom|-router|-router-dom)?$/;

function checkShared(
  { pluginId, packages }: LockedPlugin,
  baseline: Baseline,
  problems: Problems,
): void {
  for (const item of packages) {
    for (const { name, requiredVersion } of item.frontend?.shared ?? []) {
      const present = baseline.shared[name];
      if (!present || !requiredVersion || !SINGLETONS.test(name)) continue;
      if (
        semver.satisfies(present, requiredVersion, { includePrerelease: true })
      )
        continue;
      problems.block(
        'LINK_FAILED',
        `${item.name}@${item.version} needs ${name} ${requiredVersion}, but the portal has ${present}.`,
        { pluginId, packageName: item.name },
      );
    }
  }
}
