import type { FakeRegistryService } from './FakeRegistryService';

/** A plugin with a frontend and a backend. The same version has the same digests in every process. */
export async function publishHello(
  registry: FakeRegistryService,
  version: string,
  migrations: 'none' | 'one-way' = 'none',
  pluginId = 'hello',
): Promise<void> {
  await registry.publish({
    pluginId,
    name: `@demo/plugin-${pluginId}-backend`,
    version,
    role: 'backend-plugin',
    migrations,
  });
  await registry.publish({
    pluginId,
    name: `@demo/plugin-${pluginId}`,
    version,
    role: 'frontend-plugin',
  });
}

/** A plugin that needs no host, and so no supervisor. */
export async function publishPage(
  registry: FakeRegistryService,
): Promise<void> {
  await registry.publish({
    pluginId: 'page',
    name: '@demo/plugin-page',
    version: '1.0.0',
    role: 'frontend-plugin',
  });
}
