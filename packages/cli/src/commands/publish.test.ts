import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { FakePortal } from '../testUtils/FakePortal';
import { runCli } from '../testUtils/runCli';

const HELLO = resolve(
  __dirname,
  '../../../../examples/plugins/hello/v1/backend',
);
const VERSION =
  '/api/registry/v1/packages/@demo%2Fplugin-hello-backend/versions/1.0.0';

// Real npm and real build tools.
jest.setTimeout(120_000);

describe('sceneshift publish', () => {
  const portal = new FakePortal();

  beforeAll(() => portal.start());
  afterEach(() => portal.reset());
  afterAll(() => portal.stop());

  const publish = () =>
    runCli(['publish', HELLO, '--url', portal.url, '--token', 'ssk_test'], {
      PATH: process.env.PATH,
    });

  it('sends the package with its integrity, then the artifact under its digest', async () => {
    const details = {
      name: '@demo/plugin-hello-backend',
      version: '1.0.0',
      role: 'backend-plugin',
      installable: true,
    };
    let digest = '';
    portal.on(`PUT ${VERSION}`, ({ path }) => {
      expect(path).toContain('?origin=published');
      return { status: 201, body: details };
    });
    portal.otherwise(({ path, body }) => {
      digest = `sha256-${createHash('sha256').update(body).digest('hex')}`;
      expect(path).toBe(`${VERSION}/artifacts/${digest}`);
      return { status: 201, body: details };
    });
    const { exitCode, stdout } = await publish();
    expect(exitCode).toBe(0);
    expect(stdout).toContain(digest.slice(0, 19));
    const [sent] = portal.requests;
    const integrity = createHash('sha512').update(sent!.body).digest('base64');
    expect(sent?.headers['x-sceneshift-integrity']).toBe(`sha512-${integrity}`);
  });

  it('ends with 3 when the version is there already', async () => {
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
