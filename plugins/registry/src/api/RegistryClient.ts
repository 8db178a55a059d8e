import type { FetchApi } from '@backstage/frontend-plugin-api';
import { JsonClient } from '@sceneshift/backstage-platform-react';
import type {
  Page,
  Plugin,
  PluginSummary,
  VersionDetails,
} from '@sceneshift/backstage-plugin-registry-common';
import type { RegistryApi } from './registryApiRef';

/** {@link RegistryApi} over the REST interface of the registry. */
export class RegistryClient implements RegistryApi {
  readonly #http: JsonClient;

  constructor(options: { fetchApi: FetchApi }) {
    this.#http = new JsonClient({
      fetchApi: options.fetchApi,
      baseUrl: 'plugin://registry/v1',
    });
  }

  listPlugins(
    request: { query?: string; limit?: number; cursor?: string },
    signal?: AbortSignal,
  ) {
    const { query, ...page } = request;
    return query
      ? this.#http.get<Page<PluginSummary>>(
          '/search',
          { q: query, ...page },
          signal,
        )
      : this.#http.get<Page<PluginSummary>>('/plugins', page, signal);
  }

  getPlugin(pluginId: string, signal?: AbortSignal) {
    return this.#http.get<Plugin>(
      `/plugins/${encodeURIComponent(pluginId)}`,
      undefined,
      signal,
    );
  }

  getVersion(name: string, version: string, signal?: AbortSignal) {
    return this.#http.get<VersionDetails>(
      versionPath(name, version),
      undefined,
      signal,
    );
  }

  getReadme(name: string, version: string, signal?: AbortSignal) {
    return this.#http.text(`${versionPath(name, version)}/readme`, signal);
  }
}

function versionPath(name: string, version: string): string {
  return `/packages/${encodeName(name)}/versions/${encodeURIComponent(
    version,
  )}`;
}

/** Package names travel as `@scope%2Fname`. */
function encodeName(name: string): string {
  return encodeURIComponent(name).replace(/^%40/, '@');
}
