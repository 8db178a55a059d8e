import { usePortal } from '../testUtils/usePortal';

describe('plugins', () => {
  const { portal, cli } = usePortal();

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
});
