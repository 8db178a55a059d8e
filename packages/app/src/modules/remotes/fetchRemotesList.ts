import type { RemotesList } from '@sceneshift/backstage-plugin-lifecycle-common';

/** The list is asked for before anything is drawn: it must not hold the page up for longer. */
const LIST_TIMEOUT_MS = 5_000;

export interface FetchRemotesOptions {
  backendBaseUrl: string;
  timeoutMs?: number;
  fetch?: typeof fetch;
}

/** Reads the public list of the frontend plugins that this portal's environment serves. */
export async function fetchRemotesList(
  options: FetchRemotesOptions,
): Promise<RemotesList> {
  const { backendBaseUrl, timeoutMs = LIST_TIMEOUT_MS } = options;
  const request = options.fetch ?? fetch;
  const response = await request(`${backendBaseUrl}/api/lifecycle/v1/remotes`, {
    cache: 'no-store',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) {
    throw new Error(`The list of plugins was answered with ${response.status}`);
  }
  return readList(await response.json());
}

function readList(value: unknown): RemotesList {
  const list = value as Partial<RemotesList> | null;
  if (typeof list?.revision !== 'string' || !Array.isArray(list.remotes)) {
    throw new Error('The list of plugins has an unknown form');
  }
  return {
    environment: list.environment ?? '',
    revision: list.revision,
    remotes: list.remotes,
    config: {
      data: list.config?.data ?? {},
      extensions: list.config?.extensions ?? [],
    },
    reservedPluginIds: list.reservedPluginIds ?? [],
  };
}
