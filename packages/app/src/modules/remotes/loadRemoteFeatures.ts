import type { FrontendFeature } from '@backstage/frontend-plugin-api';
import type { RemoteEntry } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { RemoteFailure } from '@sceneshift/backstage-platform-react';
import { RemoteLoadError } from './RemoteLoadError';
import type { RemoteModuleLoader } from './RemoteModuleLoader';
import { slowRemotes } from './slowRemotes';
import { withTimeout } from './withTimeout';

/** A remote that hangs may hold the page up for so long, and no longer. */
const REMOTE_TIMEOUT_MS = 8_000;
/** … and only so long when it has hung in this tab before. */
const REPEATED_TIMEOUT_MS = 1_000;

/** A remote whose code is in the page. */
export interface LoadedRemote {
  entry: RemoteEntry;
  features: FrontendFeature[];
}

export interface LoadRemotesResult {
  loaded: LoadedRemote[];
  failures: RemoteFailure[];
}

export interface LoadRemotesOptions {
  remotes: RemoteEntry[];
  reservedPluginIds: ReadonlySet<string>;
  loader: RemoteModuleLoader;
  timeoutMs?: number;
}

/**
 * Loads all remotes side by side. Whatever one of them does (throws, hangs, is not what it says it is), it
 * ends as a failure of that one.
 */
export async function loadRemoteFeatures(
  options: LoadRemotesOptions,
): Promise<LoadRemotesResult> {
  const results = await Promise.all(
    options.remotes.map(entry => settleRemote(entry, options)),
  );
  return {
    loaded: results.flatMap(result => result.loaded ?? []),
    failures: results.flatMap(result => result.failure ?? []),
  };
}

async function settleRemote(
  entry: RemoteEntry,
  options: LoadRemotesOptions,
): Promise<{ loaded?: LoadedRemote; failure?: RemoteFailure }> {
  try {
    return { loaded: await loadRemote(entry, options) };
  } catch (error) {
    return { failure: toFailure(entry, error) };
  }
}

async function loadRemote(
  entry: RemoteEntry,
  options: LoadRemotesOptions,
): Promise<LoadedRemote> {
  const { loader, timeoutMs = REMOTE_TIMEOUT_MS } = options;
  if (options.reservedPluginIds.has(entry.pluginId)) {
    throw new RemoteLoadError(
      'PLUGIN_ID_RESERVED',
      `The plugin id '${entry.pluginId}' belongs to the portal: the plugin must be published under another id.`,
    );
  }
  const limitMs = slowRemotes.has(entry.federationName)
    ? Math.min(timeoutMs, REPEATED_TIMEOUT_MS)
    : timeoutMs;
  const modules = await withTimeout(
    Promise.all(entry.exposes.map(expose => loader.load(entry, expose))),
    limitMs,
    () => {
      slowRemotes.add(entry.federationName);
      return new RemoteLoadError(
        'FETCH_FAILED',
        `It did not load within ${limitMs / 1000} s.`,
      );
    },
  );
  return { entry, features: checkedFeatures(entry, modules) };
}

function checkedFeatures(
  entry: RemoteEntry,
  modules: unknown[],
): FrontendFeature[] {
  const features = modules
    .map(module => (module as { default?: unknown } | null)?.default)
    .filter(isFeature);
  if (features.length === 0) {
    throw new RemoteLoadError(
      'REMOTE_INVALID',
      'It exports no plugin of the new frontend system as its default export.',
    );
  }
  for (const feature of features) {
    const pluginId = featurePluginId(feature);
    if (pluginId !== entry.pluginId) {
      throw new RemoteLoadError(
        'PLUGIN_ID_CONFLICT',
        `It was installed as '${entry.pluginId}' but brings the plugin '${pluginId}'.`,
      );
    }
  }
  return features;
}

function isFeature(value: unknown): value is FrontendFeature {
  const type = (value as { $$type?: unknown } | undefined)?.$$type;
  return (
    type === '@backstage/FrontendPlugin' || type === '@backstage/FrontendModule'
  );
}

/** Older copies of the framework call a plugin's id `id`. */
function featurePluginId(feature: FrontendFeature): string | undefined {
  const { pluginId, id } = feature as { pluginId?: string; id?: string };
  return pluginId ?? id;
}

/** Tells of a failure in the words of the error catalogue. */
export function toFailure(entry: RemoteEntry, error: unknown): RemoteFailure {
  return {
    pluginId: entry.pluginId,
    packageName: entry.packageName,
    version: entry.version,
    reason: {
      code: error instanceof RemoteLoadError ? error.code : 'REMOTE_INVALID',
      message: error instanceof Error ? error.message : String(error),
      pluginId: entry.pluginId,
    },
  };
}
