import { createMockDirectory } from '@backstage/backend-test-utils';
import { FakePortal } from './testUtils/FakePortal';
import { runCli } from './testUtils/runCli';

const LIFECYCLE = '/api/lifecycle/v1/environments';

const plan = {
  id: 'p1',
  environment: 'development',
  hash: 'h1',
  baseGeneration: 3,
  diff: [
    {
      pluginId: 'radar',
      kind: 'upgrade',
      packages: [{ name: '@a/radar', from: '1.0.0', to: '2.0.0' }],
      config: [{ path: 'radar.url', kind: 'added' }],
      migrations: 'compatible',
    },
  ],
  problems: [],
};

describe('sceneshift', () => {
  const portal = new FakePortal();
  const directory = createMockDirectory();

  beforeAll(() => portal.start());
  afterEach(() => portal.reset());
  afterAll(() => portal.stop());

  const cli = (...args: string[]) =>
    runCli([...args, '--url', portal.url, '--token', 'ssk_test']);

  describe('exit codes', () => {
    it.each([
      [['nonsense']],
      [['plan', 'development']],
      [['plan', 'development', 'explode', 'radar']],
      [['plan', 'development', 'install', 'radar', '--package', 'no-version']],
      [['plan', 'development', 'install', 'radar', '--set', '__proto__.x=1']],
      [['api-keys', 'create', 'ci', '--scope', 'everything']],
      [['pack']],
      [['pack', 'x', '--timeout', 'soon']],
    ])('is 2 for the usage %j', async args => {
      const { exitCode, stdout, stderr } = await cli(...args);
      expect(exitCode).toBe(2);
      expect(stdout).toBe('');
      expect(stderr).not.toBe('');
    });

    it('is 0 for help and version', async () => {
      expect(await cli('--help')).toMatchObject({
        exitCode: 0,
        stdout: expect.stringContaining('Exit codes: 0 done'),
      });
      expect(await cli('--version')).toMatchObject({ exitCode: 0 });
    });

    it('is 4 when the portal cannot be reached, saying which', async () => {
      const { exitCode, stderr } = await runCli(['whoami'], {
        SCENESHIFT_URL: 'http://127.0.0.1:1',
      });
      expect(exitCode).toBe(4);
      expect(stderr).toContain('http://127.0.0.1:1');
    });

    it('is 2 for an address that is none', async () => {
      for (const url of ['portal', 'localhost:7007']) {
        const { exitCode, stderr } = await runCli(['whoami', '--url', url]);
        expect(exitCode).toBe(2);
        expect(stderr).toContain(`'${url}' is not the address of a portal`);
      }
    });

    it.each([
      [403, 'SCOPE_MISSING', 3],
      [409, 'PLAN_STALE', 3],
      [422, 'NOT_INSTALLABLE', 3],
      [404, 'ENVIRONMENT_NOT_FOUND', 1],
      [500, 'INTERNAL', 1],
      [503, 'UNAVAILABLE', 4],
    ])('turns status %i into the right one', async (status, code, exitCode) => {
      const body = { code, detail: 'Because of this.' };
      portal.on(`GET ${LIFECYCLE}`, { status, body });
      const people = await cli('environments');
      expect(people).toMatchObject({
        exitCode,
        stderr: `${code}: Because of this.\n`,
      });
      const programs = await cli('environments', '--json');
      expect(programs.exitCode).toBe(exitCode);
      expect(JSON.parse(programs.stdout).error).toMatchObject(body);
    });
  });

  describe('credentials', () => {
    it('come from the option, the environment, or the development key', async () => {
      portal.on('GET /api/registry/npm/-/whoami', { body: { username: 'me' } });
      directory.setContent({ '.data/dev-api-key': 'ssk_dev\n' });
      const url = { SCENESHIFT_URL: portal.url };
      await runCli(['whoami', '--token', 'ssk_option'], url);
      await runCli(['whoami'], { ...url, SCENESHIFT_TOKEN: 'ssk_env' });
      await runCli(['whoami'], {
        ...url,
        SCENESHIFT_DATA: directory.resolve('.data'),
      });
      await runCli(
        ['whoami'],
        { ...url, SCENESHIFT_DATA: undefined },
        directory.path,
      );
      expect(
        portal.requests.map(({ headers }) => headers.authorization),
      ).toEqual([
        'Bearer ssk_option',
        'Bearer ssk_env',
        'Bearer ssk_dev',
        'Bearer ssk_dev',
      ]);
    });
  });

  describe('plan', () => {
    it('sends one change with versions and configuration, and shows the difference', async () => {
      directory.setContent({
        'config.yaml': 'radar:\n  url: http://a\n  n: 1\n',
      });
      portal.on(`POST ${LIFECYCLE}/development/plans`, {
        status: 201,
        body: plan,
      });
      const { exitCode, stdout } = await cli(
        'plan',
        'development',
        'upgrade',
        'radar',
        ...['--package', '@a/radar=2.0.0', '--package', '@a/b=latest'],
        ...['--config', directory.resolve('config.yaml')],
        ...['--set', 'radar.url=http://b', '--set', 'radar.on=true'],
      );
      expect(exitCode).toBe(0);
      expect(JSON.parse(String(portal.requests[0]?.body))).toEqual({
        changes: [
          {
            action: 'upgrade',
            pluginId: 'radar',
            packages: { '@a/radar': '2.0.0', '@a/b': 'latest' },
            config: { radar: { url: 'http://b', n: 1, on: true } },
          },
        ],
      });
      expect(stdout).toContain('@a/radar  1.0.0  2.0.0');
      expect(stdout).toContain('configuration added: radar.url');
      expect(stdout).toContain('sceneshift apply p1 --wait');
    });

    it('keeps the values that it is not told to set', async () => {
      const values = { radar: { url: 'u', size: 3 } };
      portal.on(`POST ${LIFECYCLE}/development/plans`, {
        body: { ...plan, configForms: [{ pluginId: 'radar', values }] },
      });
      const { exitCode } = await cli(
        'plan',
        'development',
        'configure',
        'radar',
        '--set',
        'radar.size=4',
      );
      expect(exitCode).toBe(0);
      const [, asked] = portal.requests;
      expect(JSON.parse(String(asked?.body)).changes).toMatchObject([
        { action: 'configure', config: { radar: { url: 'u', size: 4 } } },
      ]);
    });

    it('ends with 3 when something blocks it, after showing it', async () => {
      const problem = {
        severity: 'blocking',
        code: 'CONFIG_REQUIRED',
        message: 'radar.url is missing',
      };
      portal.on(`POST ${LIFECYCLE}/development/plans`, {
        body: { ...plan, problems: [problem] },
      });
      const { exitCode, stdout, stderr } = await cli(
        'plan',
        'development',
        'install',
        'radar',
      );
      expect(exitCode).toBe(3);
      expect(stdout).toContain('blocking: CONFIG_REQUIRED');
      expect(stdout).not.toContain('sceneshift apply');
      expect(stderr).toBe('CONFIG_REQUIRED: radar.url is missing\n');
    });
  });

  describe('apply', () => {
    function serveRollout(...states: Array<Record<string, unknown>>) {
      portal.on('GET /api/lifecycle/v1/plans/p1', { body: plan });
      portal.on(`POST ${LIFECYCLE}/development/rollouts`, {
        status: 202,
        body: { id: 'r1', state: 'fetching' },
      });
      let turn = 0;
      portal.on('GET /api/lifecycle/v1/rollouts/r1', () => {
        const state = states[Math.min(turn, states.length - 1)];
        turn += 1;
        return {
          body: { id: 'r1', environment: 'development', steps: [], ...state },
        };
      });
    }

    it('finds the plan, sends its hash, and waits until it serves', async () => {
      serveRollout(
        {
          state: 'starting',
          steps: [{ state: 'starting', pluginId: 'radar' }],
        },
        {
          state: 'serving',
          steps: [
            { state: 'starting', pluginId: 'radar' },
            { state: 'serving' },
          ],
        },
      );
      const { exitCode, stderr } = await cli('apply', 'p1', '--wait');
      expect(exitCode).toBe(0);
      expect(stderr).toBe('  starting radar\n  serving\n');
      const start = portal.requests.find(request => request.method === 'POST');
      expect(JSON.parse(String(start?.body))).toEqual({
        planId: 'p1',
        planHash: 'h1',
      });
    });

    it('ends with 1 and the reason and log of what failed', async () => {
      serveRollout({
        state: 'rolledBack',
        reason: { code: 'HOST_START_FAILED', message: 'radar threw' },
        logs: ['boom'],
      });
      const { exitCode, stdout, stderr } = await cli('apply', 'p1', '--wait');
      expect(exitCode).toBe(1);
      expect(stdout).toContain('  | boom');
      expect(stderr).toBe('HOST_START_FAILED: radar threw\n');
    });

    it.each([
      ['apply', 'plan', 'sceneshift plan'],
      ['status', 'rollout', 'sceneshift apply'],
    ])('names the argument that is no id: %s', async (name, noun, source) => {
      portal.on(`GET /api/lifecycle/v1/${noun}s/radar`, {
        status: 400,
        body: { code: 'INPUT_INVALID', detail: 'must match format "uuid"' },
      });
      expect(await cli(name, 'radar')).toMatchObject({
        exitCode: 2,
        stderr: `INPUT_INVALID: ${noun}Id 'radar' is not the id of a ${noun}: give the UUID that '${source}' prints\n`,
      });
    });

    it('says so when the plan is not known', async () => {
      serveRollout({});
      expect(await cli('apply', 'p2')).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('NOT_FOUND'),
      });
    });
  });

  it('lists page by page, as a table and as JSON', async () => {
    portal.on('GET /api/registry/v1/plugins', ({ path }) => ({
      body: path.includes('cursor=2')
        ? { items: [{ pluginId: 'b', latestVersion: '1.0.0' }] }
        : {
            items: [{ pluginId: 'a', latestVersion: '2.0.0' }],
            nextCursor: '2',
          },
    }));
    expect((await cli('plugins')).stdout.split('\n')).toHaveLength(4);
    const { items } = JSON.parse((await cli('plugins', '--json')).stdout);
    expect(items.map((item: { pluginId: string }) => item.pluginId)).toEqual([
      'a',
      'b',
    ]);
  });

  it('shows a created key once, alone on stdout', async () => {
    portal.on('POST /api/registry/v1/api-keys', {
      status: 201,
      body: { id: '1', key: 'ssk_new' },
    });
    const { stdout } = await cli(
      ...['api-keys', 'create', 'ci', '--scope', 'publish', '--scope', 'read'],
    );
    expect(stdout).toBe('ssk_new\n');
    expect(JSON.parse(String(portal.requests[0]?.body))).toEqual({
      name: 'ci',
      scopes: ['publish', 'read'],
    });
  });

  it('takes a secret from standard input only', async () => {
    const path = `${LIFECYCLE}/development/secrets/token`;
    portal.on(`PUT ${path}`, { status: 204 });
    const args = ['secrets', 'set', 'development', 'token'];
    const env = { SCENESHIFT_URL: portal.url };
    expect(await runCli(args, env)).toMatchObject({ exitCode: 2 });
    expect(await runCli(args, env, '/', ['s3', 'cret\n'])).toEqual({
      exitCode: 0,
      stdout: 'stored token\n',
      stderr: '',
    });
    expect(String(portal.requests[0]?.body)).toBe('{"value":"s3cret"}');
  });
});
