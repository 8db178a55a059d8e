import { createMockDirectory } from '@backstage/backend-test-utils';
import { runCli } from './testUtils/runCli';
import { usePortal } from './testUtils/usePortal';

const LIFECYCLE = '/api/lifecycle/v1/environments';

describe('sceneshift', () => {
  const { portal, cli } = usePortal();
  const directory = createMockDirectory();

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

    it('is 2 for files and folders that cannot be used, naming them', async () => {
      for (const args of [
        ['pack', './nowhere'],
        ['pack', '.', '--recipe', './nowhere'],
        ['publish', '.', '--recipe', './nowhere'],
        ['pack', '.', '--out', '/proc/nowhere'],
      ]) {
        const { exitCode, stderr } = await cli(...args);
        expect([args, exitCode]).toEqual([args, 2]);
        expect(stderr).toMatch(/^INPUT_INVALID: .*nowhere'/);
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
});
