import {
  isHostedRole,
  type Baseline,
  type PackageRole,
} from '@sceneshift/backstage-platform-common';
import type { RegistryPackageFacts } from '@sceneshift/backstage-plugin-registry-common';

/** Who else there is: what the relations of one package depend on besides itself. */
export class Neighbourhood {
  /** Names that the app shares with plugins, in some release. */
  readonly shared: ReadonlySet<string>;
  private readonly byPlugin = new Map<string, RegistryPackageFacts[]>();
  private readonly capabilities = new Set<string>();

  constructor(
    private readonly packages: ReadonlyMap<string, RegistryPackageFacts>,
    readonly baselines: readonly Baseline[],
  ) {
    this.shared = new Set(
      baselines.flatMap(({ shared }) => Object.keys(shared)),
    );
    for (const item of packages.values()) this.add(item);
  }

  isPlugin(name: string): boolean {
    return isHostedRole(this.packages.get(name)?.role);
  }

  /** A name stands for a capability when no package has it, and some version provides it. */
  isCapability(name: string): boolean {
    return !this.packages.has(name) && this.capabilities.has(name);
  }

  /** Names of the packages of a plugin that have a role. */
  packagesOf(pluginId: string, role: PackageRole): string[] {
    return (this.byPlugin.get(pluginId) ?? [])
      .filter(item => item.role === role)
      .map(({ name }) => name)
      .sort();
  }

  private add(item: RegistryPackageFacts): void {
    if (item.pluginId !== undefined) {
      const siblings = this.byPlugin.get(item.pluginId);
      if (siblings) siblings.push(item);
      else this.byPlugin.set(item.pluginId, [item]);
    }
    for (const { provides } of item.versions) {
      for (const name of Object.keys(provides ?? {})) {
        this.capabilities.add(name);
      }
    }
  }
}

/** Everything about a package that the relations of others depend on. */
export function outlineOf({
  role,
  pluginId,
  versions,
}: RegistryPackageFacts): string {
  const provided = versions.flatMap(({ provides = {} }) =>
    Object.keys(provides),
  );
  return JSON.stringify([role, pluginId, [...new Set(provided)].sort()]);
}
