import { usePortal } from '../testUtils/usePortal';

const YANK =
  '/api/registry/v1/packages/@acme%2Fplugin-hello/versions/1.2.0/yank';
const ADVISORIES = '/api/registry/v1/advisories';

describe('sceneshift', () => {
  const { portal, cli, sent } = usePortal();

  describe('yank', () => {
    it('takes a version back with a reason, and gives it again', async () => {
      portal.on(`PUT ${YANK}`, { body: { version: '1.2.0' } });
      portal.on(`DELETE ${YANK}`, { status: 204 });
      const spec = '@acme/plugin-hello@1.2.0';
      const done = await cli('yank', spec, '--reason', 'loses data');
      expect(done).toMatchObject({
        exitCode: 0,
        stdout: `yanked ${spec}: loses data\n`,
      });
      expect(sent()).toEqual({ reason: 'loses data' });
      expect(await cli('yank', spec, '--undo')).toMatchObject({
        exitCode: 0,
        stdout: `${spec} may be chosen again\n`,
      });
    });

    it.each([
      [['yank', '@acme/plugin-hello', '--reason', 'x']],
      [['yank', 'a@1.0.0']],
      [['yank', 'a@1.0.0', '--reason', 'x', '--undo']],
    ])('is used wrongly by %j', async args => {
      expect(await cli(...args)).toMatchObject({ exitCode: 2, stdout: '' });
      expect(portal.requests).toEqual([]);
    });
  });

  describe('advisory', () => {
    const recorded = {
      id: 'ACME-1',
      packageName: '@acme/plugin-hello',
      range: '<1.1.0',
      severity: 'high',
      title: 'It leaks',
      affected: ['1.0.0'],
    };

    it('add records one, and says what it affects', async () => {
      portal.on(`POST ${ADVISORIES}`, { status: 201, body: recorded });
      const { stdout } = await cli(
        ...['advisory', 'add', '@acme/plugin-hello', '<1.1.0'],
        ...['--id', 'ACME-1', '--severity', 'high', '--title', 'It leaks'],
        ...['--link', 'https://acme.example/1'],
      );
      expect(stdout).toBe('ACME-1 affects @acme/plugin-hello 1.0.0\n');
      const { affected: _, ...body } = recorded;
      expect(sent()).toEqual({ ...body, url: 'https://acme.example/1' });
    });

    it('accept, acceptances and revoke', async () => {
      const path = '/api/resolver/v1/advisory-acceptances';
      const accepted = {
        ...{ id: '7b0e', advisoryId: 'ACME-1', range: '*', state: 'active' },
        packageName: '@acme/plugin-hello',
        reason: 'behind a proxy',
        expiresAt: '2026-12-24T23:59:59Z',
      };
      portal.on(`GET ${ADVISORIES}/ACME-1`, { body: recorded });
      portal.on(`POST ${path}`, { status: 201, body: accepted });
      const { stdout } = await cli(
        ...['advisory', 'accept', 'ACME-1', '--reason', 'behind a proxy'],
        ...['--until', '2026-12-24'],
      );
      expect(stdout).toBe(
        'ACME-1 of @acme/plugin-hello is accepted until 2026-12-24T23:59:59Z (7b0e)\n',
      );
      expect(JSON.parse(String(portal.requests[1]?.body))).toEqual({
        ...{ advisoryId: 'ACME-1', packageName: '@acme/plugin-hello' },
        ...{ reason: 'behind a proxy', expiresAt: '2026-12-24T23:59:59Z' },
      });
      portal.on(`GET ${path}`, { body: { items: [accepted] } });
      const list = await cli('advisory', 'acceptances');
      expect(list.stdout).toMatch(/ACME-1 .* all .* active .*behind a proxy/);
      portal.on(`DELETE ${path}/7b0e`, { status: 204 });
      const revoked = await cli('advisory', 'revoke', '7b0e');
      expect(revoked.stdout).toBe('revoked 7b0e\n');
    });

    it('accept needs a reason and an end', async () => {
      const accept = ['advisory', 'accept', 'ACME-1'];
      for (const rest of [
        ['--reason', 'x'],
        ['--until', '2026-12-24'],
      ]) {
        expect(await cli(...accept, ...rest)).toMatchObject({ exitCode: 2 });
      }
    });

    it('add needs an id, a title and a severity that there is', async () => {
      const add = ['advisory', 'add', 'a', '*', '--id', 'A', '--title', 'x'];
      for (const severity of [[], ['--severity', 'awful']]) {
        expect(await cli(...add, ...severity)).toMatchObject({ exitCode: 2 });
      }
    });

    it('list and withdraw', async () => {
      portal.on(`GET ${ADVISORIES}`, ({ path }) => ({
        body: { items: path.includes('package=%40acme%2F') ? [recorded] : [] },
      }));
      const list = await cli('advisory', 'list', '--package', '@acme/x');
      expect(list.stdout).toContain('ACME-1  high');
      expect((await cli('advisory', 'list')).stdout).toBe('No advisories.\n');
      portal.on(`DELETE ${ADVISORIES}/ACME-1`, { status: 204 });
      const withdrawn = await cli('advisory', 'withdraw', 'ACME-1');
      expect(withdrawn.stdout).toBe('withdrew ACME-1\n');
    });
  });
});
