import {
  createFrontendPlugin,
  PageBlueprint,
  type FrontendFeature,
} from '@backstage/frontend-plugin-api';
import type {
  RemoteEntry,
  RemotesList,
} from '@sceneshift/backstage-plugin-lifecycle-common';

/** An entry of the list as the control plane writes it. */
export function remoteEntry(
  pluginId: string,
  overrides: Partial<RemoteEntry> = {},
): RemoteEntry {
  return {
    pluginId,
    packageName: `@demo/plugin-${pluginId}`,
    version: '1.0.0',
    federationName: `${pluginId}_v1_0_0`,
    manifestPath: `/api/lifecycle/v1/remotes/assets/${pluginId}/mf-manifest.json`,
    entryPath: `/api/lifecycle/v1/remotes/assets/${pluginId}/remoteEntry.js`,
    entryIntegrity: 'sha384-abc',
    exposes: ['.'],
    ...overrides,
  };
}

export function remotesList(overrides: Partial<RemotesList> = {}): RemotesList {
  return {
    environment: 'development',
    revision: 'r1',
    remotes: [],
    config: { data: {}, extensions: [] },
    reservedPluginIds: [],
    ...overrides,
  };
}

/** A plugin with one page. */
export function pagePlugin(pluginId: string, path: string): FrontendFeature {
  return createFrontendPlugin({
    pluginId,
    extensions: [
      PageBlueprint.make({
        params: { path, loader: async () => <p>{pluginId}</p> },
      }),
    ],
  });
}
