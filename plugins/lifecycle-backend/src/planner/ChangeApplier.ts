import { isHostedRole } from '@sceneshift/backstage-platform-common';
import type { PlannedChange } from '@sceneshift/backstage-plugin-lifecycle-common';
import type {
  PackageSummary,
  Plugin,
} from '@sceneshift/backstage-plugin-registry-common';
import type { RegistryService } from '@sceneshift/backstage-plugin-registry-node';
import type {
  GenerationContent,
  LockedPackage,
  LockedPlugin,
} from '../domain/GenerationContent';
import { describeCoreModule, type Reserved } from './checkConflicts';
import { nextConfig, type PluginChange } from './nextConfig';
import type { Problems } from './Problems';
import type { VersionSelector } from './VersionSelector';

/** Applies changes to a generation's content, one after the other. What cannot be applied is left out and reported. */
export class ChangeApplier {
  constructor(
    private readonly deps: {
      registry: RegistryService;
      organizationId: string;
      selector: VersionSelector;
      reserved: Reserved;
      problems: Problems;
      contentOf(generation: number): Promise<GenerationContent>;
    },
  ) {}

  async apply(
    content: GenerationContent,
    change: PlannedChange,
  ): Promise<GenerationContent> {
    if (change.action === 'rollback') {
      return this.deps.contentOf(change.generation);
    }
    const present = content.plugins.find(
      ({ pluginId }) => pluginId === change.pluginId,
    );
    const next = await this.change(present, change);
    const others = content.plugins.filter(plugin => plugin !== present);
    const plugins = next ? [...others, next] : others;
    plugins.sort((a, b) => a.pluginId.localeCompare(b.pluginId));
    return { plugins };
  }

  /** @returns undefined when the plugin is not in the new generation */
  private async change(
    present: LockedPlugin | undefined,
    change: PluginChange,
  ): Promise<LockedPlugin | undefined> {
    if (change.action === 'install') return this.install(present, change);
    if (!present) return this.notInstalled(change);
    switch (change.action) {
      case 'upgrade':
        return this.upgrade(present, change);
      case 'configure':
        return { ...present, config: nextConfig(present, change) };
      case 'enable':
      case 'disable':
        return { ...present, enabled: change.action === 'enable' };
      default:
        return undefined;
    }
  }

  private notInstalled(change: PluginChange): undefined {
    this.deps.problems.block(
      'PLUGIN_NOT_INSTALLED',
      `The plugin '${change.pluginId}' is not installed in this environment: install it first.`,
      { pluginId: change.pluginId },
    );
    return undefined;
  }

  /** Installing what is there already brings the named packages to the wanted versions. */
  private async install(
    present: LockedPlugin | undefined,
    change: PluginChange,
  ): Promise<LockedPlugin | undefined> {
    if (present) return this.upgrade(present, change);
    const plugin = await this.lookUp(change.pluginId);
    const wanted = plugin.packages
      .filter(item => isHostedRole(item.role))
      .map(
        item => [item.name, change.packages?.[item.name] ?? 'latest'] as const,
      );
    const packages = await this.selectAll(
      plugin,
      { ...Object.fromEntries(wanted), ...change.packages },
      new Set(Object.keys(change.packages ?? {})),
    );
    if (!packages.length) return undefined;
    return {
      pluginId: change.pluginId,
      enabled: true,
      packages,
      config: change.config ?? {},
    };
  }

  private async upgrade(
    present: LockedPlugin,
    change: PluginChange,
  ): Promise<LockedPlugin> {
    const plugin = await this.lookUp(change.pluginId);
    const named = Object.keys(change.packages ?? {});
    const wanted = named.length ? change.packages! : allLatest(present);
    const selected = await this.selectAll(plugin, wanted, new Set(named));
    const names = new Set(selected.map(({ name }) => name));
    const packages = [
      ...present.packages.filter(({ name }) => !names.has(name)),
      ...selected,
    ];
    return {
      ...present,
      packages: packages.sort(byName),
      config: nextConfig(present, change),
    };
  }

  private lookUp(pluginId: string): Promise<Plugin> {
    const { registry, organizationId } = this.deps;
    return registry.getPlugin(organizationId, pluginId);
  }

  private async selectAll(
    plugin: Plugin,
    wanted: Record<string, string>,
    named: Set<string>,
  ): Promise<LockedPackage[]> {
    const selected: LockedPackage[] = [];
    for (const [name, version] of Object.entries(wanted)) {
      const item = this.hostedPackage(plugin, name);
      const locked =
        item && (await this.select(plugin, item, version, named.has(name)));
      if (locked) selected.push(locked);
    }
    return selected.sort(byName);
  }

  private hostedPackage(
    plugin: Plugin,
    name: string,
  ): PackageSummary | undefined {
    const item = plugin.packages.find(candidate => candidate.name === name);
    const about = { pluginId: plugin.pluginId, packageName: name };
    if (!item) {
      const names = plugin.packages.map(candidate => candidate.name).join(', ');
      this.deps.problems.block(
        'PACKAGE_NOT_FOUND',
        `${name} is not a package of the plugin '${plugin.pluginId}', which consists of ${names}.`,
        about,
      );
      return undefined;
    }
    if (isHostedRole(item.role)) return this.refuseCoreModule(plugin, item);
    this.deps.problems.block(
      'NOT_INSTALLABLE',
      `${name} is a ${
        item.role ?? 'package without a role'
      }: libraries come inside the packages that use them and are never installed by themselves.`,
      about,
    );
    return undefined;
  }

  /** Told before anything else is: whether such a package is packed at all makes no difference. */
  private refuseCoreModule(
    plugin: Plugin,
    item: PackageSummary,
  ): PackageSummary | undefined {
    const { reserved, problems } = this.deps;
    const isCore =
      item.role?.endsWith('-module') &&
      reserved.pluginIds.includes(plugin.pluginId);
    if (!isCore) return item;
    problems.block(
      'CORE_MODULE_UNSUPPORTED',
      describeCoreModule(item.name, plugin.pluginId),
      { pluginId: plugin.pluginId, packageName: item.name },
    );
    return undefined;
  }

  private async select(
    plugin: Plugin,
    item: PackageSummary,
    version: string,
    isNamed: boolean,
  ): Promise<LockedPackage | undefined> {
    const selection = await this.deps.selector.select(item, version);
    const about = { pluginId: plugin.pluginId, packageName: item.name };
    if (selection.ok) {
      const { role, pluginId } = selection.manifest;
      if (!role.endsWith('-module'))
        this.checkIdentity(plugin, pluginId, about);
      return selection.package;
    }
    // A module that cannot run is left out of an installation of "everything"; one that was asked for is not.
    const isOptional = !isNamed && item.role?.endsWith('-module');
    const report = isOptional ? 'warn' : 'block';
    this.deps.problems[report](
      'NOT_INSTALLABLE',
      `${selection.reason}.`,
      about,
    );
    return undefined;
  }

  /** A package must not pose as another plugin's: the artifact says what its code registers as. */
  private checkIdentity(
    plugin: Plugin,
    actual: string,
    about: { pluginId: string; packageName: string },
  ): void {
    if (actual === plugin.pluginId) return;
    this.deps.problems.block(
      this.deps.reserved.pluginIds.includes(actual)
        ? 'PLUGIN_ID_RESERVED'
        : 'PLUGIN_ID_CONFLICT',
      `${about.packageName} is published as a package of '${plugin.pluginId}', but its code is the plugin '${actual}'.`,
      about,
    );
  }
}

function allLatest(present: LockedPlugin): Record<string, string> {
  return Object.fromEntries(
    present.packages.map(({ name }) => [name, 'latest']),
  );
}

function byName(a: LockedPackage, b: LockedPackage): number {
  return a.name.localeCompare(b.name);
}
