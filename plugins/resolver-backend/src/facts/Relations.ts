import type { PackageRole } from '@sceneshift/backstage-platform-common';
import type {
  RegistryPackageFacts,
  RegistryVersionFacts,
} from '@sceneshift/backstage-plugin-registry-common';
import type { VersionFacts } from '@sceneshift/backstage-plugin-resolver-common';
import { RELEASE_PACKAGE } from './Facts';
import type { Neighbourhood } from './Neighbourhood';

/** A version with what its package says for all of them. */
export type Release = RegistryVersionFacts &
  Pick<RegistryPackageFacts, 'name' | 'role'>;

type RelationKind =
  | 'dependencies'
  | 'optionalDependencies'
  | 'peerDependencies'
  | 'peerDependenciesMeta'
  | 'conflicts'
  | 'provides'
  | 'requires';

/**
 * Reads what a version needs besides itself: the plugin that a module extends, its family's backend, `sceneshift.requires`,
 * and peers that its artifact does not carry. What is bundled in the artifact is no relation.
 */
export class Relations {
  constructor(private readonly neighbours: Neighbourhood) {}

  /** Empty maps of the rarer kinds are left out. */
  of(
    release: Release,
    backstageReleases: string[],
  ): Pick<VersionFacts, RelationKind> {
    const { packages, capabilities } = this.required(release);
    const dependencies = { ...packages, ...this.extendedPlugin(release) };
    const peers = this.peers(release);
    return {
      dependencies,
      optionalDependencies: this.family(release, dependencies),
      peerDependencies: {
        ...peers,
        [RELEASE_PACKAGE]: backstageReleases.join(' || '),
      },
      conflicts: release.conflicts ?? {},
      ...unlessEmpty('peerDependenciesMeta', optionalOf(release, peers)),
      ...unlessEmpty('requires', capabilities),
      ...unlessEmpty('provides', release.provides ?? {}),
    };
  }

  /** Why a module has nothing to join; undefined when it has, and for all other packages. */
  missingPlugin(release: Release): string | undefined {
    const pluginId = extendedId(release);
    if (pluginId === undefined) return undefined;
    if (Object.keys(this.extendedPlugin(release)).length > 0) return undefined;
    return (
      `it is a module of the plugin '${pluginId}', which is part of the portal itself or was never published here, ` +
      'and modules run inside the plugin that they extend'
    );
  }

  /** As with Debian's virtual packages, one field names both: what is no package, and is provided, is a capability. */
  private required({ requires = {} }: Release) {
    const entries = Object.entries(requires);
    const isCapability = ([name]: [string, string]) =>
      this.neighbours.isCapability(name);
    return {
      packages: Object.fromEntries(entries.filter(it => !isCapability(it))),
      capabilities: Object.fromEntries(entries.filter(isCapability)),
    };
  }

  /** A module needs its plugin: one that the organization has, or else the portal itself has it. */
  private extendedPlugin(release: Release): Record<string, string> {
    const pluginId = extendedId(release);
    if (pluginId === undefined) return {};
    const role = release.role.replace(/-module$/, '') as PackageRole;
    return anyVersion(this.neighbours.packagesOf(pluginId, role));
  }

  /** A frontend brings its backend along when that fits; the two drift in version, so any will do. */
  private family(
    { role, pluginId, pluginPackages = [] }: Release,
    dependencies: Record<string, string>,
  ): Record<string, string> {
    if (role !== 'frontend-plugin' || !pluginId) return {};
    const backends = this.neighbours.packagesOf(pluginId, 'backend-plugin');
    return anyVersion(
      backends.filter(
        name => pluginPackages.includes(name) && !(name in dependencies),
      ),
    );
  }

  /** `@backstage/*` is the link check's; other libraries come inside the artifact. */
  private peers({ peerDependencies = {} }: Release): Record<string, string> {
    const { shared } = this.neighbours;
    return Object.fromEntries(
      Object.entries(peerDependencies).filter(
        ([name]) => shared.has(name) || this.neighbours.isPlugin(name),
      ),
    );
  }
}

/** The plugin that a module joins. */
function extendedId({
  role,
  extendsPluginId,
  pluginId,
}: Release): string | undefined {
  return role.endsWith('-module') ? extendsPluginId ?? pluginId : undefined;
}

function optionalOf(
  { peerDependenciesMeta = {} }: Release,
  peers: Record<string, string>,
): NonNullable<VersionFacts['peerDependenciesMeta']> {
  return Object.fromEntries(
    Object.entries(peerDependenciesMeta).filter(
      ([name, { optional }]) => optional === true && name in peers,
    ),
  );
}

function anyVersion(names: string[]): Record<string, string> {
  return Object.fromEntries(names.map(name => [name, '*']));
}

function unlessEmpty<K extends string, T extends object>(
  key: K,
  map: T,
): Partial<Record<K, T>> {
  return Object.keys(map).length > 0 ? ({ [key]: map } as Record<K, T>) : {};
}
