import {
  createMockDirectory,
  type MockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import type { ApiKeyScope } from '@sceneshift/backstage-platform-node';
import type { Knex } from 'knex';
import { baseline } from './artifacts';
import { RegistryClient } from './RegistryClient';
import { startRegistry, type TestRegistry } from './startRegistry';

/** An empty registry for the tests of a file, and a client in each of two organizations, an administrator unless told. */
export function useRegistry(
  options: { scope?: ApiKeyScope; config?: Record<string, unknown> } = {},
) {
  const { scope = 'admin', config } = options;
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  const artifacts = createMockDirectory();
  const baselines = createMockDirectory({
    content: { '1.55.0.json': JSON.stringify(baseline) },
  });
  const started = { artifacts } as {
    artifacts: MockDirectory;
    database: Knex;
    registry: TestRegistry;
    acme: RegistryClient;
    globex: RegistryClient;
  };
  beforeAll(async () => {
    const database = await databases.init('POSTGRES_18');
    const registry = await startRegistry({
      database,
      artifacts: artifacts.path,
      baselines: baselines.path,
      config,
    });
    const clientOf = async (organization: string) =>
      new RegistryClient(
        registry,
        await registry.createKey(scope, organization),
      );
    const acme = await clientOf('acme');
    const globex = await clientOf('globex');
    Object.assign(started, { database, registry, acme, globex });
  });
  afterAll(() => started.registry.stop());
  return started;
}
