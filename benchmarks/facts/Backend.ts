import os from 'node:os';
import path from 'node:path';
import { createBackend } from '@backstage/backend-defaults';
import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import {
  apiKeysServiceRef,
  type ApiKeysService,
} from '@sceneshift/backstage-platform-node';
import registry from '@sceneshift/backstage-plugin-registry-backend';
import resolver from '@sceneshift/backstage-plugin-resolver-backend';

/** Registry and resolver in one backend, as in the control plane, with all of Backstage's own middleware. */
export class Backend {
  private constructor(
    readonly url: string,
    private readonly key: string,
    private readonly backend: { stop(): Promise<void> },
  ) {}

  static async start(database: URL, port: number): Promise<Backend> {
    const backend = createBackend();
    const config = { data: configOf(database, port) };
    backend.add(mockServices.rootConfig.factory(config));
    backend.add(registry);
    backend.add(resolver);
    let apiKeys: ApiKeysService | undefined;
    backend.add(
      capture(service => {
        apiKeys = service;
      }),
    );
    await backend.start();
    if (!apiKeys) throw new Error('The backend has no API keys');
    const { key } = await apiKeys.create({
      organizationId: 'acme',
      name: 'benchmark',
      scopes: ['admin'],
      createdBy: 'user:default/benchmark',
    });
    return new Backend(`http://127.0.0.1:${port}`, key, backend);
  }

  async call<T>(method: string, route: string, body?: object): Promise<T> {
    const response = await fetch(`${this.url}/api/${route}`, {
      method,
      headers: {
        authorization: `Bearer ${this.key}`,
        'content-type': 'application/json',
      },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${route}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  stop(): Promise<void> {
    return this.backend.stop();
  }
}

/** Hands a root service of the backend out. */
function capture(take: (apiKeys: ApiKeysService) => void) {
  return createBackendPlugin({
    pluginId: 'benchmark',
    register(env) {
      env.registerInit({
        deps: { apiKeys: apiKeysServiceRef },
        async init({ apiKeys }) {
          take(apiKeys);
        },
      });
    },
  });
}

function configOf(database: URL, port: number) {
  return {
    backend: {
      baseUrl: `http://127.0.0.1:${port}`,
      listen: { host: '127.0.0.1', port },
      database: {
        client: 'pg',
        connection: database.href,
        pluginDivisionMode: 'schema',
        ensureSchemaExists: true,
        ensureExists: false,
      },
    },
    sceneshift: {
      environments: [
        {
          name: 'development',
          organization: 'acme',
          backstageRelease: '1.55.0',
        },
      ],
      organizations: [{ id: 'acme' }],
      artifacts: { directory: path.join(os.tmpdir(), 'sceneshift-benchmark') },
      baselines: { directory: path.resolve(__dirname, '../../baselines') },
    },
  };
}
