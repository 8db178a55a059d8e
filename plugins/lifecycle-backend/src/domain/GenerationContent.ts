import type {
  ArtifactManifest,
  Digest,
  Integrity,
  PackageRole,
} from '@sceneshift/backstage-platform-common';
import type {
  Generation,
  PluginConfig,
} from '@sceneshift/backstage-plugin-lifecycle-common';

/** One exact package of a generation: everything that hosts and the app need, so that nothing is looked up later. */
export interface LockedPackage {
  name: string;
  version: string;
  role: PackageRole;
  integrity: Integrity;
  digest: Digest;
  /** Bytes of the gzipped tarball. */
  size: number;
  /** For modules: the plugin whose host they join. */
  extendsPluginId?: string;
  migrations: 'none' | 'compatible' | 'one-way';
  frontend?: NonNullable<ArtifactManifest['frontend']>;
  configSchema?: Record<string, unknown>;
}

/** One plugin of a generation, with its configuration; secrets are references. */
export interface LockedPlugin {
  pluginId: string;
  enabled: boolean;
  packages: LockedPackage[];
  config: PluginConfig;
  /**
   * The database that it runs on, when it is not the plugin's first one. A generation that is gone back to brings its database
   * along.
   */
  database?: string;
}

/** What a generation is made of. Plugins are sorted by id, packages by name. */
export interface GenerationContent {
  plugins: LockedPlugin[];
}

/** The content of generation 0. */
export const EMPTY_CONTENT: GenerationContent = { plugins: [] };

/** Whether a package runs in a host. */
export function isBackendPackage(item: { role: PackageRole }): boolean {
  return (
    item.role === 'backend-plugin' || item.role === 'backend-plugin-module'
  );
}

/** Whether a package is loaded by the app. */
export function isFrontendPackage(item: { role: PackageRole }): boolean {
  return (
    item.role === 'frontend-plugin' || item.role === 'frontend-plugin-module'
  );
}

/** The plugins of a generation that have a host of their own, enabled or not: their ids are reserved. */
export function backendPlugins(content: GenerationContent): LockedPlugin[] {
  return content.plugins.filter(plugin =>
    plugin.packages.some(item => item.role === 'backend-plugin'),
  );
}

/** The packages that make up a plugin's host: its own, then modules that other plugins bring for it. */
export function hostPackages(
  content: GenerationContent,
  pluginId: string,
): LockedPackage[] {
  const own = (plugin: LockedPlugin, item: LockedPackage) =>
    (item.extendsPluginId ?? plugin.pluginId) === pluginId;
  return content.plugins
    .filter(plugin => plugin.enabled)
    .flatMap(plugin =>
      plugin.packages.filter(
        item => isBackendPackage(item) && own(plugin, item),
      ),
    )
    .sort(pluginFirst);
}

function pluginFirst(a: LockedPackage, b: LockedPackage): number {
  const rank = (item: LockedPackage) =>
    item.role === 'backend-plugin' ? 0 : 1;
  return rank(a) - rank(b) || a.name.localeCompare(b.name);
}

/** The plugins as the API shows them. */
export function summarizePlugins(
  content: GenerationContent,
): Generation['plugins'] {
  return content.plugins.map(({ pluginId, enabled, packages }) => ({
    pluginId,
    enabled,
    packages: packages.map(({ name, version, role }) => ({
      name,
      version,
      role,
    })),
  }));
}
