/**
 * A portal as it would be without plugin hosts: one process runs its own plugin (echo) and the one that is on trial, as `createBackend`
 * has it. `node --require @backstage/cli/config/nodeTransform.cjs unprotectedBackend.ts <folder> <port> <database url>`.
 */
import fs from 'node:fs';
import Module from 'node:module';
import path from 'node:path';
import { createBackend } from '@backstage/backend-defaults';
import {
  coreServices,
  createServiceFactory,
  type BackendFeature,
} from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';

const [folder = '', port = '', database = ''] = process.argv.slice(2);

/** The examples are not installed: a plugin that looks for its own files is led to its folder. */
function installInPlace(directory: string): void {
  const file = path.join(directory, 'package.json');
  const { name } = JSON.parse(fs.readFileSync(file, 'utf8')) as {
    name: string;
  };
  const loader = Module as unknown as {
    _resolveFilename(request: string, ...rest: unknown[]): string;
  };
  const resolve = loader._resolveFilename;
  loader._resolveFilename = (request, ...rest) =>
    request === `${name}/package.json`
      ? file
      : resolve.call(loader, request, ...rest);
}

const load = (directory: string) =>
  import(path.join(directory, 'src/index.ts')) as Promise<{
    default: BackendFeature;
  }>;

installInPlace(folder);
const backend = createBackend();
backend.add(
  createServiceFactory({
    service: coreServices.rootConfig,
    deps: {},
    factory: () =>
      new ConfigReader({
        app: { baseUrl: `http://127.0.0.1:${port}` },
        backend: {
          baseUrl: `http://127.0.0.1:${port}`,
          listen: { host: '127.0.0.1', port: Number(port) },
          database: {
            client: 'pg',
            connection: database,
            pluginDivisionMode: 'schema',
          },
        },
      }),
  }),
);
backend.add(
  load(path.resolve(import.meta.dirname, '../../examples/plugins/echo')),
);
backend.add(load(folder));
await backend.start();
// What a plain Node process does with a rejection that nobody awaits; Backstage only says that there was one.
if (process.env.PLAIN_NODE)
  for (const event of ['unhandledRejection', 'uncaughtException'])
    process.removeAllListeners(event);
