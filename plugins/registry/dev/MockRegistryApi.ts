import { ProblemError } from '@sceneshift/backstage-platform-react';
import type {
  Page,
  Plugin,
  PluginSummary,
  VersionDetails,
} from '@sceneshift/backstage-plugin-registry-common';
import type { RegistryApi } from '../src/api/registryApiRef';

/** A registry in memory, for `dev/` and tests of the pages. */
export class MockRegistryApi implements RegistryApi {
  readonly #plugins: Plugin[];

  constructor(plugins: Plugin[]) {
    this.#plugins = plugins;
  }

  async listPlugins(request: { query?: string }): Promise<Page<PluginSummary>> {
    const query = request.query?.toLowerCase() ?? '';
    return {
      items: this.#plugins.filter(plugin =>
        `${plugin.title} ${plugin.description}`.toLowerCase().includes(query),
      ),
    };
  }

  async getPlugin(pluginId: string): Promise<Plugin> {
    const plugin = this.#plugins.find(item => item.pluginId === pluginId);
    if (plugin) return plugin;
    throw new ProblemError(404, {
      code: 'PLUGIN_NOT_FOUND',
      title: 'The plugin is not known',
      detail: `There is no plugin '${pluginId}'.`,
    });
  }

  async getVersion(name: string, version: string): Promise<VersionDetails> {
    const item = this.#plugins
      .flatMap(plugin => plugin.packages)
      .find(one => one.name === name);
    const summary = item?.versions.find(one => one.version === version);
    if (!item || !summary) {
      throw new ProblemError(404, {
        code: 'VERSION_NOT_FOUND',
        detail: `There is no ${name} ${version}.`,
      });
    }
    return {
      ...summary,
      name,
      role: item.role,
      pluginPackages: [],
      origin: item.origin,
      integrity: 'sha512-AAAA',
      size: 482_113,
      unpackedSize: 1_834_221,
      fileCount: 143,
      dependencies: { lodash: '^4.17.21' },
      peerDependencies: {},
      configSchema: {
        type: 'object',
        required: ['techRadar'],
        properties: {
          techRadar: {
            type: 'object',
            required: ['url'],
            properties: {
              url: { type: 'string', description: 'Where the radar is.' },
            },
          },
        },
      },
      artifacts: [],
      hasReadme: true,
      keywords: [],
      publishedBy: 'user:default/guest',
      reproduceCommand: summary.installable
        ? undefined
        : `sceneshift pack ${name}@${version}`,
    };
  }

  async getReadme(name: string): Promise<string> {
    return `# ${name}\n\nWhat it does, and how.`;
  }
}
