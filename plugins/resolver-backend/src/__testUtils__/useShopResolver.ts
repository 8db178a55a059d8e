import { TestDatabases } from '@backstage/backend-test-utils';
import { FakeRegistry } from './FakeRegistry';
import { TestResolver } from './TestResolver';
import { LIBRARY, releaseOf } from './versions';

export const HELLO = '@acme/plugin-hello-backend';
export const MAIL = '@acme/plugin-mail-backend';
export const SHOP = '@acme/plugin-shop-backend';

/** A resolver for the tests of a file, whose environment has a shop and the hello that it needs. */
export function useShopResolver() {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  const registry = new FakeRegistry();
  const started = { registry } as {
    registry: FakeRegistry;
    resolver: TestResolver;
  };
  beforeAll(async () => {
    const hello = { name: HELLO, pluginId: 'hello' };
    const shop = { name: SHOP, pluginId: 'shop' };
    registry.release(releaseOf('1.54.0', ['old'])).publish(
      { ...hello, version: '1.0.0', imports: { [LIBRARY]: ['old'] } },
      { ...hello, version: '2.0.0', imports: { [LIBRARY]: ['old'] } },
      {
        ...shop,
        version: '1.0.0',
        relations: { requires: { [HELLO]: '^1.0.0' } },
      },
      {
        ...shop,
        version: '2.0.0',
        relations: { requires: { [HELLO]: '^2.0.0' } },
      },
      {
        name: MAIL,
        pluginId: 'mail',
        version: '1.0.0',
        advisories: [{ id: 'ACME-1', severity: 'high', title: 'It leaks' }],
      },
    );
    started.resolver = await TestResolver.start(databases, registry, {
      installed: { [HELLO]: '1.0.0', [SHOP]: '1.0.0' },
    });
  });

  afterAll(() => started.resolver.stop());
  return started;
}
