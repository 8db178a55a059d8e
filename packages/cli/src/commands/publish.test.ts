import { createHash } from 'node:crypto';
import { createMockDirectory } from '@backstage/backend-test-utils';
import * as tar from 'tar';
import { FakePortal } from '../testUtils/FakePortal';
import { runCli } from '../testUtils/runCli';

const VERSION =
  '/api/registry/v1/packages/@test%2Fplugin-backend/versions/1.0.0';
const NOT_FOUND = { status: 404, body: { code: 'VERSION_NOT_FOUND' } };

// Real npm.
jest.setTimeout(60_000);

describe('sceneshift publish', () => {
  const portal = new FakePortal();

  const directory = createMockDirectory();

  beforeAll(async () => {
    await portal.start();
    directory.setContent({
      'package/package.json': JSON.stringify({
        name: '@test/plugin-backend',
        version: '1.0.0',
        main: 'index.js',
        backstage: { role: 'backend-plugin', pluginId: 'test' },
      }),
      'package/index.js': `exports.default = require('@backstage/backend-plugin-api').createBackendPlugin;`,
    });
    const file = directory.resolve('plugin.tgz');
    await tar.create({ file, cwd: directory.path, gzip: true }, ['package']);
  });
  afterEach(() => portal.reset());
  afterAll(() => portal.stop());

  const publish = () =>
    runCli([
      ...['publish', directory.resolve('plugin.tgz')],
      ...['--url', portal.url, '--token', 'ssk_test'],
    ]);

  const details = {
    name: '@test/plugin-backend',
    version: '1.0.0',
    role: 'backend-plugin',
    installable: true,
    artifacts: [{ baseline: '1.55.0', digest: 'sha256-of-the-known-one' }],
  };

  it('sends the package with its integrity, then the artifact under its digest', async () => {
    let digest = '';
    portal.on(`PUT ${VERSION}`, ({ path }) => {
      expect(path).toContain('?origin=published');
      return { status: 201, body: { ...details, artifacts: [] } };
    });
    portal.otherwise(({ method, path, body }) => {
      if (method === 'GET') return NOT_FOUND;
      digest = `sha256-${createHash('sha256').update(body).digest('hex')}`;
      expect(path).toBe(`${VERSION}/artifacts/${digest}`);
      return { status: 201, body: details };
    });
    const { exitCode, stdout } = await publish();
    expect(exitCode).toBe(0);
    expect(stdout).toContain(digest.slice(0, 19));
    const sent = portal.requests.find(({ method }) => method === 'PUT');
    const integrity = createHash('sha512').update(sent!.body).digest('base64');
    expect(sent?.headers['x-sceneshift-integrity']).toBe(`sha512-${integrity}`);
  });

  it('does nothing when the same bytes are there with an artifact', async () => {
    portal.on(`GET ${VERSION}`, { body: details });
    portal.on(`PUT ${VERSION}`, { body: details });
    const { exitCode, stdout, stderr } = await publish();
    expect(exitCode).toBe(0);
    expect(stdout).toContain('sha256-of-the-known');
    expect(stderr).toContain('is there already');
    expect(stderr).not.toContain('writing the artifact');
  });

  it('is content when a pack worker was faster', async () => {
    let sent = false;
    portal.on(`GET ${VERSION}`, () => (sent ? { body: details } : NOT_FOUND));
    portal.on(`PUT ${VERSION}`, { status: 201, body: details });
    portal.otherwise(() => {
      sent = true;
      return {
        status: 409,
        body: { code: 'ARTIFACT_EXISTS', detail: 'Never replaced.' },
      };
    });
    expect(await publish()).toMatchObject({ exitCode: 0 });
  });

  it('ends with 3 when the version is there with other bytes', async () => {
    portal.on(`GET ${VERSION}`, { body: details });
    portal.on(`PUT ${VERSION}`, {
      status: 409,
      body: { code: 'VERSION_EXISTS', detail: 'It was published before.' },
    });
    expect(await publish()).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('VERSION_EXISTS'),
    });
  });
});
