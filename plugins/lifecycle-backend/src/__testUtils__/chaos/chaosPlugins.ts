import type { FakeRegistryService } from '../FakeRegistryService';

/** Plugins that chaos changes, and one that it leaves alone. */
export const CHAOS_PLUGINS = ['alpha', 'beta', 'bystander'];

/** The last one says that its migrations cannot be taken back. */
const VERSIONS = ['1.0.0', '2.0.0', '3.0.0', '4.0.0'];

/**
 * A tiny backend. `POST /crash` ends its process, which is how a version turns bad when the harness wants it to; the other paths are
 * what a proxy has to pass on.
 */
const sourceOf = (pluginId: string, version: string) => `
const { createBackendPlugin, coreServices } = require('@backstage/backend-plugin-api');
const version = ${JSON.stringify(version)};
exports.default = createBackendPlugin({
  pluginId: ${JSON.stringify(pluginId)},
  register(env) {
    env.registerInit({
      deps: { http: coreServices.httpRouter, config: coreServices.rootConfig },
      async init({ http, config }) {
        const setting = config.getOptionalNumber(${JSON.stringify(
          `${pluginId}.setting`,
        )});
        let left = 0;
        let sockets = 0;
        http.use((req, res) => {
          if (req.path === '/crash') process.exit(9);
          if (req.path === '/echo') return void req.pipe(res);
          if (req.path === '/left') return void res.json({ left });
          if (req.path === '/headers') {
            res.setHeader('access-control-allow-origin', '*');
            res.setHeader('content-security-policy', 'default-src *');
            return void res.json(req.headers);
          }
          if (req.path === '/events') {
            res.setHeader('content-type', 'text/event-stream');
            const timer = setInterval(() => res.write('data: ' + version + '\\n\\n'), 50);
            res.on('close', () => { clearInterval(timer); left += 1; });
            return;
          }
          if (req.path === '/listen') {
            if (!sockets++) req.socket.server.on('upgrade', (request, socket) => {
              socket.write('HTTP/1.1 101 Switching Protocols\\r\\nconnection: Upgrade\\r\\nupgrade: echo\\r\\n\\r\\n');
              socket.on('close', () => { left += 1; });
              socket.pipe(socket);
            });
            return void res.json({});
          }
          res.json({ version, setting, pid: process.pid });
        });
        http.addAuthPolicy({ path: '/', allow: 'unauthenticated' });
      },
    });
  },
});
`;

/** Publishes all of them. The same bytes, and so the same digests, in every process. */
export async function publishChaosPlugins(
  registry: FakeRegistryService,
): Promise<void> {
  for (const pluginId of CHAOS_PLUGINS) {
    for (const version of VERSIONS) {
      await publishBackend(registry, pluginId, version);
      // A frontend has the control plane fetch and unpack in each rollout.
      if (pluginId === 'alpha') await publishFrontend(registry, version);
    }
  }
}

async function publishBackend(
  registry: FakeRegistryService,
  pluginId: string,
  version: string,
): Promise<void> {
  const name = `@chaos/${pluginId}-backend`;
  const main = 'dist/index.cjs.js';
  await registry.publish({
    pluginId,
    name,
    version,
    role: 'backend-plugin',
    migrations: version === '4.0.0' ? 'one-way' : 'compatible',
    configSchema: {
      type: 'object',
      properties: {
        [pluginId]: {
          type: 'object',
          properties: { setting: { type: 'number' } },
        },
      },
    },
    files: {
      'package.json': JSON.stringify({ name, version, main }),
      [main]: sourceOf(pluginId, version),
    },
  });
}

function publishFrontend(registry: FakeRegistryService, version: string) {
  return registry.publish({
    pluginId: 'alpha',
    name: '@chaos/alpha',
    version,
    role: 'frontend-plugin',
  });
}
