import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestDatabases,
  type TestBackend,
} from '@backstage/backend-test-utils';
import type {
  PlannedChange,
  Rollout,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { InMemoryHostedPlugins } from '@sceneshift/backstage-plugin-lifecycle-node';
import type { ResolverService } from '@sceneshift/backstage-plugin-resolver-node';
import type { Knex } from 'knex';
import { FakeRegistryService } from './FakeRegistryService';
import { testFeatures, type TestParts } from './testFeatures';
import { TestSupervisors } from './TestSupervisors';

export { ADMIN, VIEWER } from './TestClient';
export { ENCRYPTION_KEY } from './testConfig';
export { HOST } from './TestSupervisors';

export const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

export const HOSTED_PLUGIN = mockCredentials.service.header({
  onBehalfOf: mockCredentials.service('plugin:hello'),
  targetPluginId: 'lifecycle',
});

/** The lifecycle plugin in a backend, on a real database, with a fake registry. */
export class TestLifecycle extends TestSupervisors {
  private constructor(
    readonly backend: TestBackend,
    readonly db: Knex,
    readonly registry: FakeRegistryService,
    readonly directory: string,
    private readonly parts: TestParts,
  ) {
    super(backend.server);
  }

  get signals() {
    return this.parts.signals;
  }

  get notifications() {
    return this.parts.notifications;
  }

  get hostedPlugins() {
    return this.parts.hostedPlugins;
  }

  static async start(
    options: {
      db?: Knex;
      registry?: FakeRegistryService;
      resolver?: ResolverService;
      sceneshift?: object;
      /** Where the notifications backend answers, when the real client is to speak to it. */
      notificationsUrl?: string;
    } = {},
  ): Promise<TestLifecycle> {
    const db = options.db ?? (await databases.init('POSTGRES_18'));
    const registry = options.registry ?? new FakeRegistryService();
    const directory = await mkdtemp(join(tmpdir(), 'lifecycle-'));
    const parts = {
      signals: { publish: jest.fn(async () => undefined) },
      notifications: { send: jest.fn(async () => undefined) },
      hostedPlugins: new InMemoryHostedPlugins(),
      scheduler: mockServices.scheduler(),
    };
    const backend = await startTestBackend({
      features: testFeatures({ ...options, ...parts, db, registry, directory }),
    });
    return new TestLifecycle(backend, db, registry, directory, parts);
  }

  async stop(): Promise<void> {
    await this.backend.stop();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** What happens by itself every two seconds. */
  async sweep(): Promise<void> {
    await this.parts.scheduler.triggerTask('sweep');
  }

  /** As if the probation of what serves since a rollout were over. */
  async outlast({ id }: Pick<Rollout, 'id'>): Promise<void> {
    await this.db('rollouts')
      .where({ id })
      .update({ ended_at: new Date(0) });
    await this.sweep();
  }

  /** Drops the databases of hosts: they lie outside of the test's own. */
  async dropHostDatabases(): Promise<void> {
    for (const name of await this.db('plugin_databases').pluck(
      'database_name',
    )) {
      await this.db.raw(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    }
    for (const row of await this.db('host_credentials')) {
      await this.db.raw(
        `DROP DATABASE IF EXISTS ${row.database_name} WITH (FORCE)`,
      );
      await this.db.raw(`DROP ROLE IF EXISTS ${row.role_name}`);
    }
  }

  /** Plans, applies, and brings into service. */
  async bring(...changes: PlannedChange[]): Promise<Rollout> {
    const { id } = await this.apply(await this.plan(...changes));
    await this.untilReleased(id);
    await this.converge();
    return this.until(id, 'serving');
  }
}
