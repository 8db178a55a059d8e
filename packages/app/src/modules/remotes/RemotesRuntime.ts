import type {
  ConfigApi,
  FrontendFeature,
} from '@backstage/frontend-plugin-api';
import {
  PORTAL_PLUGIN_IDS,
  type RemoteEntry,
  type RemotesList,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type {
  RemotesStatus,
  RemotesStatusApi,
} from '@sceneshift/backstage-platform-react';
import { createFailedRemotePlugin } from './failedRemotePlugin';
import {
  loadRemoteFeatures,
  toFailure,
  type LoadRemotesResult,
} from './loadRemoteFeatures';
import { ModuleFederationLoader } from './ModuleFederationLoader';
import type { RemoteModuleLoader } from './RemoteModuleLoader';
import type { RemotesSource } from './RemotesSource';
import { screenRemotes } from './screenRemotes';
import { withDefaultIcon } from './withDefaultIcon';

export interface RemotesRuntimeOptions {
  source: RemotesSource;
  /** The portal's own features, without which a remote cannot be tried. */
  portal: FrontendFeature[];
  createLoader?: (options: {
    remotes: RemoteEntry[];
    backendBaseUrl: string;
  }) => Promise<RemoteModuleLoader>;
  timeoutMs?: number;
}

/**
 * Turns the list of remotes into features of the app, and remembers what became of each.
 */
export class RemotesRuntime implements RemotesStatusApi {
  readonly #options: RemotesRuntimeOptions;
  #status: RemotesStatus = { loaded: [], failures: [] };

  constructor(options: RemotesRuntimeOptions) {
    this.#options = options;
  }

  getStatus(): RemotesStatus {
    return this.#status;
  }

  async loadFeatures(config: ConfigApi): Promise<FrontendFeature[]> {
    const backendBaseUrl = config.getString('backend.baseUrl');
    const { list, error } = await this.#options.source.load(backendBaseUrl);
    if (!list) {
      this.#status = { ...this.#status, listError: error.message };
      return [];
    }
    const reserved = new Set([...PORTAL_PLUGIN_IDS, ...list.reservedPluginIds]);
    const result = await this.#load(list, reserved, config, backendBaseUrl);
    this.#status = toStatus(list, result);
    return [
      ...result.loaded.flatMap(remote => remote.features),
      ...standIns(result, reserved),
    ];
  }

  async #load(
    list: RemotesList,
    reservedPluginIds: ReadonlySet<string>,
    config: ConfigApi,
    backendBaseUrl: string,
  ): Promise<LoadRemotesResult> {
    const { remotes } = list;
    if (remotes.length === 0) return { loaded: [], failures: [] };
    const {
      createLoader = ModuleFederationLoader.create,
      timeoutMs,
      portal,
    } = this.#options;
    try {
      const loader = await createLoader({ remotes, backendBaseUrl });
      const { loaded, failures } = await loadRemoteFeatures({
        remotes,
        reservedPluginIds,
        loader,
        timeoutMs,
      });
      const dressed = loaded.map(remote => ({
        ...remote,
        features: remote.features.map(withDefaultIcon),
      }));
      const screened = screenRemotes({ loaded: dressed, portal, config });
      return {
        loaded: screened.loaded,
        failures: [...failures, ...screened.failures],
      };
    } catch (error) {
      // Without the federation runtime no remote loads; the portal itself still does.
      return {
        loaded: [],
        failures: remotes.map(entry => toFailure(entry, error)),
      };
    }
  }
}

function toStatus(
  list: RemotesList,
  { loaded, failures }: LoadRemotesResult,
): RemotesStatus {
  return {
    environment: list.environment,
    revision: list.revision,
    loaded: loaded.map(({ entry }) => ({
      pluginId: entry.pluginId,
      packageName: entry.packageName,
      version: entry.version,
    })),
    failures,
  };
}

/** One page per plugin that did not load at all, where that takes nothing from another plugin. */
function standIns(
  { loaded, failures }: LoadRemotesResult,
  reserved: ReadonlySet<string>,
): FrontendFeature[] {
  const taken = new Set([
    ...reserved,
    ...loaded.map(({ entry }) => entry.pluginId),
  ]);
  return failures.flatMap(failure => {
    if (taken.has(failure.pluginId)) return [];
    taken.add(failure.pluginId);
    return [createFailedRemotePlugin(failure)];
  });
}
