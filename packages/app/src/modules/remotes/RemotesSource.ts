import type { RemotesList } from '@sceneshift/backstage-plugin-lifecycle-common';
import { fetchRemotesList, type FetchRemotesOptions } from './fetchRemotesList';

/** What came of asking for the list. */
export type RemotesListResult =
  | { list: RemotesList; error?: undefined }
  | { list?: undefined; error: Error };

/**
 * Asks for the list once per page: the config loader and the feature loader must see the same one. It never
 * rejects, because a portal without its hosted plugins is still a portal.
 */
export class RemotesSource {
  #result: Promise<RemotesListResult> | undefined;
  readonly #options: Omit<FetchRemotesOptions, 'backendBaseUrl'>;

  constructor(options: Omit<FetchRemotesOptions, 'backendBaseUrl'> = {}) {
    this.#options = options;
  }

  load(backendBaseUrl: string): Promise<RemotesListResult> {
    this.#result ??= fetchRemotesList({
      ...this.#options,
      backendBaseUrl,
    }).then(
      list => ({ list }),
      cause => ({
        error: cause instanceof Error ? cause : new Error(String(cause)),
      }),
    );
    return this.#result;
  }
}
