import { HELLO, SHOP, useShopResolver } from '../__testUtils__/useShopResolver';

jest.setTimeout(60_000);

describe('the dependency map', () => {
  const used = useShopResolver();

  it('draws who needs whom, and says what a removal breaks', async () => {
    const { resolver } = used;
    const { body: graph } = await resolver.get(
      '/graph?environment=development',
    );
    expect(graph.edges).toContainEqual({
      from: SHOP,
      to: HELLO,
      kind: 'dependency',
      range: '^1.0.0',
      satisfied: true,
    });
    expect(graph.nodes).toContainEqual({
      name: HELLO,
      version: '1.0.0',
      kind: 'package',
      pluginId: 'hello',
      role: 'backend-plugin',
      reasons: [`${SHOP} needs it (^1.0.0)`],
      neededBy: [SHOP],
    });
    const { body: impact } = await resolver.post('/impact', {
      environment: 'development',
      remove: [HELLO],
    });
    expect(impact).toMatchObject({
      breaks: [{ name: SHOP, path: [SHOP, HELLO] }],
      summary: `Without ${HELLO}, 1 installed package stops working: ${SHOP}`,
    });
  });

  it('does not tell that nothing needs what is not there', async () => {
    const { status, body } = await used.resolver.post('/impact', {
      environment: 'development',
      remove: [HELLO, 'helo'],
    });
    expect([status, body.code, body.field]).toEqual([
      400,
      'INPUT_INVALID',
      '/remove/1',
    ]);
    expect(body.detail).toMatch(/^helo is not installed/);
  });
});
