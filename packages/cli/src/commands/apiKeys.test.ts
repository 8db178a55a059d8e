import { usePortal } from '../testUtils/usePortal';

describe('api-keys', () => {
  const { portal, cli, sent } = usePortal();

  it('shows a created key once, alone on stdout', async () => {
    portal.on('POST /api/registry/v1/api-keys', {
      status: 201,
      body: { id: '1', key: 'ssk_new' },
    });
    const { stdout } = await cli(
      ...['api-keys', 'create', 'ci', '--scope', 'publish', '--scope', 'read'],
    );
    expect(stdout).toBe('ssk_new\n');
    expect(sent()).toEqual({
      name: 'ci',
      scopes: ['publish', 'read'],
    });
  });
});
