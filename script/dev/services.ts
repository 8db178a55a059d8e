import path from 'node:path';
import type { Layout } from './layout.ts';
import type { DevelopmentSecrets } from './secrets.ts';
import { Service } from './Service.ts';

export interface PortalContext {
  url: string;
  port: number;
  verbose: boolean;
  config: string[];
  secrets: DevelopmentSecrets;
  postgresPort: number;
  supervisorPort: number;
}

/** The Backstage backend, from its sources through the transform that `backstage-cli package start` uses. */
export function controlPlane(layout: Layout, context: PortalContext): Service {
  return new Service(layout, {
    name: 'control-plane',
    cwd: path.join(layout.checkout, 'packages/backend'),
    args: [
      '--no-node-snapshot',
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
      'src/index.ts',
      '--config',
      path.join(layout.checkout, 'app-config.yaml'),
      ...context.config.flatMap(file => ['--config', file]),
    ],
    env: {
      ...process.env,
      NODE_ENV: 'development',
      NODE_COMPILE_CACHE: path.join(
        layout.checkout,
        'node_modules/.cache/sceneshift/compile',
      ),
      PORTAL_URL: context.url,
      PORTAL_PORT: String(context.port),
      POSTGRES_HOST: '127.0.0.1',
      POSTGRES_PORT: String(context.postgresPort),
      POSTGRES_USER: 'postgres',
      POSTGRES_PASSWORD: context.secrets.postgresPassword,
      SCENESHIFT_DATA: layout.data,
      SCENESHIFT_CHECKOUT: layout.checkout,
      SCENESHIFT_API_KEY_PEPPER: context.secrets.apiKeyPepper,
      SCENESHIFT_ENCRYPTION_KEY: context.secrets.encryptionKey,
    },
    verbose: context.verbose,
    stopTimeoutMs: 15_000,
  });
}

/** Runs the plugin hosts of the environment `development`. */
export function supervisor(layout: Layout, context: PortalContext): Service {
  return new Service(layout, {
    name: 'supervisor',
    cwd: layout.hosts,
    args: [
      path.join(layout.checkout, 'packages/plugin-host/dist/supervisor.cjs.js'),
      ...['--url', `http://127.0.0.1:${context.port}`],
      ...['--environment', 'development'],
      ...['--key-file', path.join(layout.data, 'host-key')],
      ...['--data', layout.hosts],
      ...['--listen', `127.0.0.1:${context.supervisorPort}`],
    ],
    env: { PATH: process.env.PATH, NODE_ENV: 'development' },
    verbose: context.verbose,
    stopTimeoutMs: 45_000,
  });
}

/** Makes artifacts of versions that came by plain `npm publish`. */
export function packWorker(layout: Layout, context: PortalContext): Service {
  return new Service(layout, {
    name: 'pack-worker',
    cwd: layout.data,
    args: [
      path.join(layout.checkout, 'packages/packer/dist/packWorker.cjs.js'),
      ...['--url', `http://127.0.0.1:${context.port}`],
      ...['--key-file', path.join(layout.data, 'pack-key')],
      ...['--toolchain', layout.checkout],
    ],
    env: process.env,
    verbose: context.verbose,
    stopTimeoutMs: 15_000,
  });
}
