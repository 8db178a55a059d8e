import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { createBackend } from '@backstage/backend-defaults';
import { mockServices } from '@backstage/backend-test-utils';
import { Router } from 'express';
import { hostedPluginsServiceRef } from '../hostedPlugins/hostedPluginsServiceRef';
import { InMemoryHostedPlugins } from '../hostedPlugins/InMemoryHostedPlugins';
import { hostedPluginsRootHttpRouterFactory } from '../hostedPluginsRootHttpRouterFactory';

const { publicKey } = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

/** A plugin of the portal itself, beside hosted ones. */
const ownPlugin = createBackendPlugin({
  pluginId: 'catalog',
  register(env) {
    env.registerInit({
      deps: { httpRouter: coreServices.httpRouter },
      async init({ httpRouter }) {
        const router = Router();
        router.get('/ping', (_request, response) => {
          response.json({ from: 'catalog' });
        });
        httpRouter.use(router);
        httpRouter.addAuthPolicy({ path: '/', allow: 'unauthenticated' });
      },
    });
  },
});

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** A backend with the router under test, and stand-ins for supervisors behind it; all over real HTTP. */
export class ProxiedPortal {
  readonly hostedPlugins = new InMemoryHostedPlugins();
  private readonly servers: Server[] = [];

  private constructor(
    readonly url: string,
    private readonly backend: ReturnType<typeof createBackend>,
  ) {}

  static async start(): Promise<ProxiedPortal> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    // Not `startTestBackend`: it insists on a root HTTP router of its own.
    const backend = createBackend();
    const portal = new ProxiedPortal(url, backend);
    backend.add(hostedPluginsRootHttpRouterFactory);
    backend.add(ownPlugin);
    backend.add(mockServices.rootLogger.factory());
    backend.add(mockServices.auth.factory());
    backend.add(mockServices.httpAuth.factory());
    backend.add(
      createServiceFactory({
        service: hostedPluginsServiceRef,
        deps: {},
        factory: () => portal.hostedPlugins,
      }),
    );
    backend.add(
      mockServices.rootConfig.factory({
        data: {
          backend: {
            baseUrl: url,
            listen: { host: '127.0.0.1', port },
            cors: { origin: 'http://portal.example' },
          },
        },
      }),
    );
    await backend.start();
    return portal;
  }

  /** What a supervisor's front would answer. Returns its address. */
  async supervisor(listener: RequestListener, port = 0): Promise<string> {
    return this.listen(createServer(listener), port);
  }

  async listen(server: Server, port = 0): Promise<string> {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    this.servers.push(server);
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** Says where the plugin `hello` is served. */
  route(
    addresses: string[],
    requestTimeoutMs = 10_000,
    environment = 'development',
  ): void {
    const limits = { requestTimeoutMs, maxRequestsInFlight: 1_000 };
    this.hostedPlugins.update({
      currentEnvironment: 'development',
      environments: {
        development: { ...limits, plugins: {} },
        [environment]: {
          ...limits,
          plugins: {
            hello: { addresses, signingKey: { keyId: 'k1', publicKey } },
          },
        },
      },
    });
  }

  /** Ends all supervisors, with their connections. */
  endSupervisors(): void {
    for (const server of this.servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  }

  async stop(): Promise<void> {
    this.endSupervisors();
    await this.backend.stop();
  }
}
