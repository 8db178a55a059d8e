import fs from 'node:fs';
import http, { type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { build } from 'esbuild';
import { checkout } from '../src/RunningPortal.ts';

const example = (file: string) => path.join(checkout, 'examples/plugins', file);

/** The modules that the app is asked to load, by the name in its address. */
const remotes: Record<string, string> = {
  good: example('bad-mf-manifest/src/index.ts'),
  'remote-throws': example('bad-remote-throws/src/index.ts'),
  'remote-hangs': example('bad-remote-hangs/src/index.ts'),
  'takes-catalog-id': example('bad-takes-catalog-id/src/index.ts'),
  'takes-catalog-route': example('bad-takes-catalog-route/src/index.ts'),
};

const page = `<!doctype html><title>Unprotected</title><div id="root"></div>
<script type="module" src="/app.js"></script>`;

/** An app without safeguards, on a server of its own. */
export class UnprotectedApp {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(folder: string): Promise<UnprotectedApp> {
    await bundle(folder);
    const server = http.createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://x');
      const file = path.join(folder, path.basename(pathname));
      if (!pathname.endsWith('.js')) {
        response.setHeader('content-type', 'text/html');
        response.end(page);
      } else if (fs.existsSync(file)) {
        response.setHeader('content-type', 'text/javascript');
        response.end(fs.readFileSync(file));
      } else {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>(resolve =>
      server.listen(0, '127.0.0.1', () => resolve()),
    );
    return new UnprotectedApp(server);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }
}

/** App and remotes share their chunks, and so one React: as in the real portal. */
async function bundle(folder: string): Promise<void> {
  await build({
    entryPoints: {
      app: path.join(checkout, 'e2e-tests/controls/appMain.ts'),
      'throws-while-rendering': example(
        'bad-throws-while-rendering/src/BrokenPage.tsx',
      ),
      ...remotes,
    },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    loader: { '.svg': 'dataurl', '.css': 'empty', '.woff': 'empty' },
    logLevel: 'error',
  });
  // What is cut in half is no module any more.
  const whole = fs.readFileSync(path.join(folder, 'good.js'));
  fs.writeFileSync(
    path.join(folder, 'mf-manifest.js'),
    whole.subarray(0, whole.length - 3),
  );
}
