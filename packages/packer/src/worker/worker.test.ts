import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { chmod, readFile, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { build } from 'esbuild';
import { writeTarball } from '../artifact/writeTarball';
import { FakeRegistry } from '../testUtils/FakeRegistry';
import { writePackage } from '../testUtils/writePackage';

const PACKER = resolve(__dirname, '../..');
const CHECKOUT = resolve(PACKER, '../..');
const NAME = '@test/plugin-backend';

// The real bundle in real processes, with real npm.
jest.setTimeout(120_000);

describe('pack worker', () => {
  const directory = createMockDirectory();
  let registry: FakeRegistry;
  let worker: ChildProcess;
  let log: string;

  beforeAll(async () => {
    await build({
      absWorkingDir: PACKER,
      entryPoints: {
        packWorker: 'src/worker/main.ts',
        packJob: 'src/worker/job.ts',
      },
      outdir: directory.resolve('bundle'),
      outExtension: { '.js': '.cjs.js' },
      bundle: true,
      platform: 'node',
      external: ['@backstage/config-loader'],
    });
    await symlink(
      resolve(CHECKOUT, 'node_modules'),
      directory.resolve('node_modules'),
    );
    // The folder is private to this user; jobs run as another when this one is root.
    await chmod(directory.path, 0o755);
    directory.addContent({ 'pack-key': 'ssk_worker\n' });
  });

  beforeEach(async () => {
    registry = new FakeRegistry();
    await registry.start();
  });

  afterEach(async () => {
    if (worker.exitCode === null) worker.kill('SIGKILL');
    await registry.stop();
  });

  function startWorker() {
    log = '';
    worker = spawn(
      process.execPath,
      [
        directory.resolve('bundle/packWorker.cjs.js'),
        ...['--url', `http://127.0.0.1:${registry.port}`],
        ...['--key-file', directory.resolve('pack-key')],
        ...['--cache', directory.resolve('cache')],
      ],
      {
        cwd: directory.path,
        env: {
          PATH: process.env.PATH,
          HOME: directory.path,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    worker.stdout?.on('data', chunk => (log += chunk));
    worker.stderr?.on('data', chunk => (log += chunk));
  }

  async function stopWorker(): Promise<number | null> {
    worker.kill('SIGTERM');
    const [code] = await once(worker, 'exit');
    return code;
  }

  async function until(condition: () => boolean) {
    const deadline = Date.now() + 60_000;
    while (!condition()) {
      if (Date.now() > deadline) throw new Error(`Nothing happened:\n${log}`);
      await new Promise(done => setTimeout(done, 50));
    }
  }

  /** Puts a package into the registry and a job for it into the queue. */
  async function enqueue(
    manifest: Record<string, unknown>,
    files: Record<string, string>,
  ) {
    const file = await serve(NAME, manifest, files);
    registry.jobs.push({
      jobId: 'j1',
      name: NAME,
      version: '1.0.0',
      tarballPath: file,
      baseline: '1.55.0',
    });
    registry.files.set(
      '/api/registry/v1/baselines/1.55.0',
      await readFile(resolve(CHECKOUT, 'baselines/1.55.0.json')),
    );
  }

  async function serve(
    name: string,
    manifest: Record<string, unknown>,
    files: Record<string, string>,
  ): Promise<string> {
    const folder = directory.resolve(name);
    await writePackage(folder, { name, ...manifest }, files);
    const path = `/api/registry/npm/${name}.tgz`;
    await writeTarball(folder, `${folder}.tgz`, { prefix: 'package' });
    registry.files.set(path, await readFile(`${folder}.tgz`));
    return path;
  }

  const backend = { role: 'backend-plugin', pluginId: 'test' };

  it('packs a published version with a dependency that only this registry has, and uploads it', async () => {
    const common = await serve(
      '@test/common',
      { main: 'index.js' },
      { 'index.js': `exports.three = 3;` },
    );
    registry.files.set(
      '/api/registry/npm/@test%2fcommon',
      JSON.stringify({
        versions: {
          '1.0.0': { dist: { tarball: `http://elsewhere${common}` } },
        },
      }),
    );
    await enqueue(
      {
        main: 'index.js',
        backstage: backend,
        dependencies: { '@test/common': '^1.0.0' },
      },
      {
        'index.js': `require('@test/common');
          exports.default = require('@backstage/backend-plugin-api').createBackendPlugin;`,
      },
    );
    startWorker();
    await until(() => registry.outcomes.length > 0);

    expect(registry.outcomes).toEqual([
      { path: '/api/registry/v1/pack-jobs/j1/completed', body: {} },
    ]);
    const [upload] = registry.uploads;
    const digest = createHash('sha256').update(upload!.body).digest('hex');
    expect(upload?.path).toBe(
      `/api/registry/v1/packages/@test%2Fplugin-backend/versions/1.0.0/artifacts/sha256-${digest}`,
    );
    expect([...registry.credentials]).toEqual(['Bearer ssk_worker']);
    expect(await stopWorker()).toBe(0);
    expect(log).toContain('stopped after 1 packed, 0 failed');
  });

  it('reports why a version cannot be packed, and how to see it at home', async () => {
    await enqueue(
      { main: 'index.js', backstage: backend },
      { 'index.js': `exports.plugin = 1;` },
    );
    startWorker();
    await until(() => registry.outcomes.length > 0);
    expect(registry.outcomes).toEqual([
      {
        path: '/api/registry/v1/pack-jobs/j1/failed',
        body: {
          code: 'PACK_NO_FEATURE',
          message: expect.stringContaining('no default export'),
          reproduceCommand: `sceneshift pack ${NAME}@1.0.0 --baseline 1.55.0`,
          log: expect.any(String),
        },
      },
    ]);
    expect(registry.uploads).toEqual([]);
    await stopWorker();
  });

  it('waits while the registry is away, and goes on when it is back', async () => {
    const { port } = registry;
    startWorker();
    await until(() => log.includes('waiting for versions'));
    await registry.stop();
    await until(() => log.includes('trying again in 1 s'));
    await registry.start(port);
    await until(() => log.includes('the registry is back'));
    expect(await stopWorker()).toBe(0);
  });

  it('leaves neither processes nor folders when it is stopped while it packs', async () => {
    const folders = () =>
      readdirSync(tmpdir()).filter(name => name.startsWith('sceneshift-job-'));
    const before = folders();
    await enqueue(
      {
        main: 'index.js',
        backstage: backend,
        dependencies: { express: '^4.0.0' },
      },
      { 'index.js': `exports.default = 1;` },
    );
    startWorker();
    await until(() => folders().length > before.length);
    expect(await stopWorker()).toBe(0);
    expect(folders()).toEqual(before);
    expect(registry.outcomes).toEqual([]);
  });
});
