import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { databaseServiceFactory } from '@backstage/backend-defaults/database';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  apiKeysServiceRef,
  type ApiKeyScope,
  type ApiKeysService,
} from '@sceneshift/backstage-platform-node';
import type { Knex } from 'knex';
import registryPlugin from '..';

/** A registry behind real HTTP on a real database, with two organizations. */
export interface TestRegistry {
  /** `http://127.0.0.1:<port>` */
  baseUrl: string;
  apiKeys: ApiKeysService;
  createKey(scope: ApiKeyScope, organizationId?: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startRegistry(options: {
  database: Knex;
  artifacts: string;
  baselines?: string;
  config?: Record<string, unknown>;
}): Promise<TestRegistry> {
  // The backend's own port is not known before its configuration is, which names it.
  const front = http.createServer();
  await new Promise<void>(resolve => {
    front.listen(0, '127.0.0.1', resolve);
  });
  const { port } = front.address() as AddressInfo;
  let apiKeys: ApiKeysService | undefined;
  const backend = await startTestBackend({
    features: [
      registryPlugin,
      databaseServiceFactory,
      mockServices.httpAuth.factory({
        defaultCredentials: mockCredentials.none(),
      }),
      mockServices.rootConfig.factory({ data: configOf(options, port) }),
      capture(keys => {
        apiKeys = keys;
      }),
    ],
  });
  front.on('request', (request, response) => {
    backend.server.emit('request', request, response);
  });
  const keys = apiKeys as unknown as ApiKeysService;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    apiKeys: keys,
    async stop() {
      front.closeAllConnections();
      front.close();
      await backend.stop();
    },
    async createKey(scope, organizationId = 'acme') {
      const { key } = await keys.create({
        organizationId,
        name: scope,
        scopes: [scope],
        createdBy: 'user:default/ada',
      });
      return key;
    },
  };
}

/** Everything in one test database: a schema per plugin, dropped together with it. */
function configOf(options: Parameters<typeof startRegistry>[0], port: number) {
  // Knex hides the password from a copy of its settings.
  const {
    host,
    port: databasePort,
    user,
    password,
    database,
  } = options.database.client.connectionSettings;
  return {
    backend: {
      baseUrl: `http://127.0.0.1:${port}`,
      database: {
        client: 'pg',
        connection: { host, port: databasePort, user, password, database },
        pluginDivisionMode: 'schema',
        ensureSchemaExists: true,
        ensureExists: false,
      },
    },
    sceneshift: {
      organizations: [
        {
          id: 'acme',
          members: [
            { ref: 'user:default/ada', role: 'admin' },
            { ref: 'user:default/vic', role: 'viewer' },
          ],
        },
        { id: 'globex' },
      ],
      artifacts: { directory: options.artifacts },
      baselines: { directory: options.baselines },
      registry: { claimScopesOnFirstPublish: true, ...options.config },
    },
  };
}

/** Hands a root service of the backend to the test. */
function capture(take: (apiKeys: ApiKeysService) => void) {
  return createBackendPlugin({
    pluginId: 'capture',
    register(env) {
      env.registerInit({
        deps: { apiKeys: apiKeysServiceRef, logger: coreServices.logger },
        async init({ apiKeys }) {
          take(apiKeys);
        },
      });
    },
  });
}
