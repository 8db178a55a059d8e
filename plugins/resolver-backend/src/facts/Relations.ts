import {
  isHostedRole,
  type Baseline,
  type PackageRole,
} from '@sceneshift/backstage-platform-common';
import type {
  PackageSummary,
  VersionDetails,
} from '@sceneshift/backstage-plugin-registry-common';
import type { VersionFacts } from '@sceneshift/backstage-plugin-resolver-common';
import { RELEASE_PACKAGE } from './Facts';
import type { RegistryView } from './RegistryView';

/**
 * Reads what a version needs besides itself: the plugin that a module extends, its family's backend, `sceneshift.requires`,
 * and peers that its artifact does not carry. What is bundled in the artifact is no relation.
 */
export class Relations {
  private readonly shared: Set<string>;

  constructor(private readonly registry: RegistryView, baselines: Baseline[]) {
    this.shared = new Set(
      baselines.flatMap(({ shared }) => Object.keys(shared)),
    );
  }

  async of(
    details: VersionDetails,
    releases: string[],
  ): Promise<Pick<VersionFacts, RelationKind>> {
    const dependencies = {
      ...details.relations?.requires,
      ...(await this.extendedPlugin(details)),
    };
    return {
      dependencies,
      optionalDependencies: await this.family(details, dependencies),
      peerDependencies: {
        ...(await this.peers(details)),
        [RELEASE_PACKAGE]: releases.join(' || '),
      },
      conflicts: details.relations?.conflicts ?? {},
    };
  }

  /** Why a module has nothing to join; undefined when it has, and for all other packages. */
  async missingPlugin(details: VersionDetails): Promise<string | undefined> {
    const { role, extendsPluginId = details.pluginId } = details;
    if (!role?.endsWith('-module') || !extendsPluginId) return undefined;
    const found = await this.extendedPlugin(details);
    if (Object.keys(found).length > 0) return undefined;
    return (
      `it is a module of the plugin '${extendsPluginId}', which is part of the portal itself or was never published here, ` +
      'and modules run inside the plugin that they extend'
    );
  }

  /** A module needs its plugin: one that the organization has, or else the portal itself has it. */
  private async extendedPlugin(
    details: VersionDetails,
  ): Promise<Record<string, string>> {
    const { role, extendsPluginId = details.pluginId } = details;
    if (!role?.endsWith('-module') || !extendsPluginId) return {};
    const wanted = role.replace(/-module$/, '') as PackageRole;
    const plugin = await this.registry.findPlugin(extendsPluginId);
    return anyVersion(plugin?.packages.filter(item => item.role === wanted));
  }

  /** A frontend brings its backend along when that fits; the two drift in version, so any will do. */
  private async family(
    details: VersionDetails,
    dependencies: Record<string, string>,
  ): Promise<Record<string, string>> {
    const { role, pluginId, pluginPackages } = details;
    if (role !== 'frontend-plugin' || !pluginId) return {};
    const plugin = await this.registry.findPlugin(pluginId);
    return anyVersion(
      plugin?.packages.filter(
        item =>
          item.role === 'backend-plugin' &&
          pluginPackages.includes(item.name) &&
          !(item.name in dependencies),
      ),
    );
  }

  /** `@backstage/*` is the link check's; other libraries come inside the artifact. */
  private async peers(
    details: VersionDetails,
  ): Promise<Record<string, string>> {
    const peers: Record<string, string> = {};
    for (const [name, range] of Object.entries(details.peerDependencies)) {
      if (name.startsWith('@backstage/')) continue;
      if (this.shared.has(name) || (await this.isPlugin(name)))
        peers[name] = range;
    }
    return peers;
  }

  private async isPlugin(name: string): Promise<boolean> {
    const item = await this.registry.findPackage(name);
    return isHostedRole(item?.role);
  }
}

type RelationKind =
  | 'dependencies'
  | 'optionalDependencies'
  | 'peerDependencies'
  | 'conflicts';

function anyVersion(packages: PackageSummary[] = []): Record<string, string> {
  return Object.fromEntries(packages.map(({ name }) => [name, '*']));
}
