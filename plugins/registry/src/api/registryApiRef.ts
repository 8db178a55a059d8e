import { createApiRef } from '@backstage/frontend-plugin-api';
import type {
  Page,
  Plugin,
  PluginSummary,
  VersionDetails,
} from '@sceneshift/backstage-plugin-registry-common';

/** What the pages ask of the registry. */
export interface RegistryApi {
  /** All plugins, or those that match `query`. */
  listPlugins(
    request: { query?: string; limit?: number; cursor?: string },
    signal?: AbortSignal,
  ): Promise<Page<PluginSummary>>;
  getPlugin(pluginId: string, signal?: AbortSignal): Promise<Plugin>;
  getVersion(
    name: string,
    version: string,
    signal?: AbortSignal,
  ): Promise<VersionDetails>;
  /** Markdown as its author wrote it: sanitize before showing. */
  getReadme(
    name: string,
    version: string,
    signal?: AbortSignal,
  ): Promise<string>;
}

export const registryApiRef = createApiRef<RegistryApi>().with({
  id: 'plugin.registry.api',
  pluginId: 'registry',
});
