import type { FetchApi } from '@backstage/frontend-plugin-api';
import { JsonClient } from '@sceneshift/backstage-platform-react';
import type { DependencyGraph, ResolverApi } from './ResolverApi';

/** {@link ResolverApi} over the REST interface of the resolver. */
export class ResolverClient implements ResolverApi {
  readonly #http: JsonClient;

  constructor(options: { fetchApi: FetchApi }) {
    this.#http = new JsonClient({
      fetchApi: options.fetchApi,
      baseUrl: 'plugin://resolver/v1',
    });
  }

  getGraph(environment: string, signal?: AbortSignal) {
    return this.#http.get<DependencyGraph>('/graph', { environment }, signal);
  }
}
