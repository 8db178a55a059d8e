import { loadModuleFederationHostShared } from '@backstage/module-federation-common';
import {
  createInstance,
  type ModuleFederation,
  type ModuleFederationRuntimePlugin,
} from '@module-federation/enhanced/runtime';
import type { RemoteEntry } from '@sceneshift/backstage-plugin-lifecycle-common';
import { RemoteLoadError } from './RemoteLoadError';
import type { RemoteModuleLoader } from './RemoteModuleLoader';

/**
 * Loads remotes through the module federation runtime, sharing the app's own copies of React and the other
 * singletons. Each entry script carries the integrity that the list promises for it.
 */
export class ModuleFederationLoader implements RemoteModuleLoader {
  readonly #federation: ModuleFederation;

  private constructor(federation: ModuleFederation) {
    this.#federation = federation;
  }

  static async create(options: {
    remotes: RemoteEntry[];
    backendBaseUrl: string;
  }): Promise<ModuleFederationLoader> {
    const { remotes, backendBaseUrl } = options;
    const shared = await loadModuleFederationHostShared();
    const federation = createInstance({
      name: 'sceneshift_portal',
      remotes: remotes.map(remote => ({
        name: remote.federationName,
        entry: resolveAsset(remote.manifestPath, backendBaseUrl),
      })),
      shared,
      plugins: [createIntegrityPlugin(remotes, backendBaseUrl)],
    });
    return new ModuleFederationLoader(federation);
  }

  async load(entry: RemoteEntry, expose: string): Promise<unknown> {
    const path = expose === '.' ? '' : expose.replace(/^\./, '');
    try {
      return await this.#federation.loadRemote(
        `${entry.federationName}${path}`,
      );
    } catch (cause) {
      throw toLoadError(cause);
    }
  }
}

/** Codes of the federation runtime, in words for the people who run the portal. */
const RUNTIME_FAULTS: Record<string, string> = {
  'RUNTIME-003': 'Its manifest could not be read.',
  'RUNTIME-008':
    'Its entry script could not be loaded, or is not the one that was published.',
};

/** The runtime answers with a page of text; what a plugin itself threw is left as it is. */
export function toLoadError(cause: unknown): unknown {
  const message = cause instanceof Error ? cause.message : String(cause);
  const fault = Object.entries(RUNTIME_FAULTS).find(
    ([code]) =>
      message.includes(code) && !message.includes('ScriptExecutionError'),
  );
  return fault
    ? new RemoteLoadError('FETCH_FAILED', fault[1], { cause })
    : cause;
}

/** Paths of the list are absolute on the control plane, wherever the app itself is served from. */
export function resolveAsset(path: string, backendBaseUrl: string): string {
  return new URL(path, `${backendBaseUrl.replace(/\/$/, '')}/`).toString();
}

/**
 * Adds subresource integrity to entry scripts. A manifest that points to another entry than the list does
 * is refused, because nothing vouches for that one.
 */
export function createIntegrityPlugin(
  remotes: RemoteEntry[],
  backendBaseUrl: string,
): ModuleFederationRuntimePlugin {
  const byName = new Map(
    remotes.map(remote => [remote.federationName, remote]),
  );
  return {
    name: 'sceneshift-integrity',
    createScript({ url, remoteInfo }) {
      const remote = remoteInfo && byName.get(remoteInfo.name);
      if (!remote) return undefined;
      const expected = resolveAsset(remote.entryPath, backendBaseUrl);
      if (new URL(url, expected).toString() !== expected) {
        throw new Error(`The manifest names another entry: ${url}`);
      }
      const script = document.createElement('script');
      script.src = url;
      script.integrity = remote.entryIntegrity;
      script.crossOrigin = 'anonymous';
      script.async = true;
      return script;
    },
  };
}
