import type {
  RemoteEntry,
  RemotesList,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { isExtensionOfPlugin } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { AssetSet } from '../database/AssetSetStore';
import {
  isFrontendPackage,
  type GenerationContent,
  type LockedPackage,
  type LockedPlugin,
} from '../domain/GenerationContent';
import { getPath } from '../domain/configPaths';
import { hashOf } from '../domain/hashOf';
import { extensionId, ownConfig } from '../planner/checkConfig';
import { PluginConfigSchema } from '../planner/PluginConfigSchema';

/** Where assets are served, on the control plane. */
export const ASSETS_PATH = '/api/lifecycle/v1/assets';

/** The public list: what the app loads, and the part of the configuration that pages may see. */
export function buildRemotesList(input: {
  environment: string;
  content: GenerationContent;
  assetSets: Map<string, AssetSet>;
  reservedPluginIds: string[];
}): RemotesList {
  const plugins = input.content.plugins.filter(({ enabled }) => enabled);
  const remotes = plugins.flatMap(plugin =>
    plugin.packages
      .filter(isFrontendPackage)
      .flatMap(item =>
        toRemote(plugin, item, input.assetSets.get(item.digest)),
      ),
  );
  const config = {
    data: Object.assign({}, ...plugins.map(visibleConfig)),
    extensions: plugins.flatMap(ownExtensions),
  };
  const { environment, reservedPluginIds } = input;
  return {
    environment,
    revision: hashOf({ environment, remotes, config, reservedPluginIds }),
    remotes,
    config,
    reservedPluginIds,
  };
}

function toRemote(
  plugin: LockedPlugin,
  item: LockedPackage,
  set: AssetSet | undefined,
): RemoteEntry[] {
  const { frontend, digest } = item;
  if (!frontend || !set) return [];
  return [
    {
      pluginId: plugin.pluginId,
      packageName: item.name,
      version: item.version,
      federationName: frontend.federationName,
      manifestPath: `${ASSETS_PATH}/${digest}/${frontend.manifest}`,
      entryPath: `${ASSETS_PATH}/${digest}/${frontend.entry}`,
      entryIntegrity: set.entryIntegrity,
      exposes: frontend.exposes,
    },
  ];
}

/** A plugin's own schema says what is public; without a schema nothing is. */
function visibleConfig(plugin: LockedPlugin): Record<string, unknown> {
  const schema = PluginConfigSchema.of(plugin);
  return schema?.frontendPart(ownConfig(plugin)) ?? {};
}

/** Checked when the plan was made, and again here: the list is what the app trusts. */
function ownExtensions(plugin: LockedPlugin): unknown[] {
  const entries = getPath(plugin.config, 'app.extensions');
  return (Array.isArray(entries) ? entries : []).filter(entry => {
    const id = extensionId(entry);
    return id !== undefined && isExtensionOfPlugin(id, plugin.pluginId);
  });
}
