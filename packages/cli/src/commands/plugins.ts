import type {
  Plugin,
  PluginSummary,
  VersionSummary,
} from '@sceneshift/backstage-plugin-registry-common';
import type { Command } from 'commander';
import { segment } from '../client/paths';
import type { Output } from '../output/Output';
import { formatTable } from '../output/table';
import type { Runtime } from '../runtime/Runtime';

/** `sceneshift plugins`: all of them, or one with its packages and versions. */
export function registerPlugins(program: Command, runtime: Runtime) {
  const command = program
    .command('plugins')
    .description('List plugins, or show one with its versions')
    .argument('[pluginId]')
    .action(async (pluginId?: string) => {
      const { api, output } = runtime.context(command);
      const base = '/api/registry/v1/plugins';
      if (pluginId === undefined) {
        printPlugins(await api.list<PluginSummary>(base), output);
        return;
      }
      const plugin = await api.get<Plugin>(
        `${base}/${segment('id of a plugin', pluginId)}`,
      );
      output.result(plugin, () => describePlugin(plugin));
    });
}

/** A listing of plugins. */
export function printPlugins(plugins: PluginSummary[], output: Output) {
  output.table(
    plugins,
    ['plugin', 'latest', 'origin', 'installable', 'description'],
    plugin => [
      plugin.pluginId,
      plugin.latestVersion,
      plugin.origin,
      String(plugin.installable),
      plugin.description,
    ],
    'No plugins.',
  );
}

function describePlugin(plugin: Plugin): string {
  const rows = plugin.packages.flatMap(({ name, role, versions }) =>
    versions.map(item => [
      name,
      item.version,
      role ?? '',
      String(item.installable),
      item.verdicts.map(({ check, state }) => `${check}: ${state}`).join(', '),
      notesOn(item),
    ]),
  );
  const table = formatTable(
    ['package', 'version', 'role', 'installable', 'verdicts', 'notes'],
    rows,
  );
  return [plugin.title, plugin.description ?? '', '', table].join('\n');
}

function notesOn(item: VersionSummary): string {
  const { yanked, deprecated, advisories = [] } = item;
  return [
    yanked && `yanked: ${yanked.reason}`,
    deprecated && `deprecated: ${deprecated}`,
    ...advisories.map(({ id, severity }) => `${id} (${severity})`),
  ]
    .filter(Boolean)
    .join(', ');
}
