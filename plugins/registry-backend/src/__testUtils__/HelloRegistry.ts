import {
  TestDatabases,
  type MockDirectory,
} from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { backendManifest, baseline, makeArtifact } from './artifacts';
import { backendPackage, makePackage } from './packages';
import { integrityOf, RegistryClient } from './RegistryClient';
import { startRegistry, type TestRegistry } from './startRegistry';

export const NAME = '@acme/plugin-hello-backend';
export const PACKAGE = `/packages/${encodeURIComponent(NAME)}`;

/** Baselines of two releases: what is published here loads in the newer one. */
export const BASELINES = {
  '1.55.0.json': JSON.stringify(baseline),
  '1.54.0.json': JSON.stringify({
    ...baseline,
    release: '1.54.0',
    backend: {},
  }),
};

/** A version that was published. */
interface Published {
  name: string;
  version: string;
  integrity: string;
}

/** A registry with three installable versions of one plugin, and a publisher in each organization. */
export class HelloRegistry {
  private constructor(
    readonly registry: TestRegistry,
    readonly database: Knex,
    readonly acme: RegistryClient,
    readonly globex: RegistryClient,
  ) {}

  static async start(
    databases: TestDatabases,
    folders: { artifacts: MockDirectory; baselines: MockDirectory },
  ): Promise<HelloRegistry> {
    const database = await databases.init('POSTGRES_18');
    const registry = await startRegistry({
      database,
      artifacts: folders.artifacts.path,
      baselines: folders.baselines.path,
    });
    const clientOf = async (organization: string) =>
      new RegistryClient(
        registry,
        await registry.createKey('publish', organization),
      );
    const hello = new HelloRegistry(
      registry,
      database,
      await clientOf('acme'),
      await clientOf('globex'),
    );
    for (const version of ['1.0.0', '1.1.0', '1.2.0']) {
      await hello.pack(await hello.publish({ version }));
    }
    return hello;
  }

  stop(): Promise<void> {
    return this.registry.stop();
  }

  async publish(overrides: Record<string, unknown>): Promise<Published> {
    const packageJson = backendPackage(overrides);
    const bytes = await makePackage(packageJson);
    const { name, version } = packageJson;
    await this.acme.putVersion(name, version, bytes);
    return { name, version, integrity: integrityOf(bytes) };
  }

  async pack({ name, version, integrity }: Published): Promise<void> {
    const manifest = backendManifest(integrity, { name, version });
    await this.acme.putArtifact(name, version, await makeArtifact(manifest));
  }

  /** Rows of the registry's own tables. */
  rows(table: string, where: object): Knex.QueryBuilder {
    return this.database.withSchema('registry').table(table).where(where);
  }

  /** For who looks at the tables without naming their schema. */
  async ownTables(): Promise<Knex> {
    await this.database.raw('set search_path to registry');
    return this.database;
  }
}
