import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  coreServices,
  createServiceFactory,
  type SchedulerService,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestDatabases,
  type TestBackend,
} from '@backstage/backend-test-utils';
import {
  DefaultNotificationService,
  notificationService,
} from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import type {
  DesiredState,
  Plan,
  PlannedChange,
  ReplicaStatus,
  Rollout,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import {
  hostedPluginsServiceRef,
  InMemoryHostedPlugins,
} from '@sceneshift/backstage-plugin-lifecycle-node';
import { fakeApiKeysFactory } from '@sceneshift/backstage-platform-node/testUtils';
import { registryServiceRef } from '@sceneshift/backstage-plugin-registry-node';
import {
  resolverServiceRef,
  type ResolverService,
} from '@sceneshift/backstage-plugin-resolver-node';
import type { Knex } from 'knex';
import request from 'supertest';
import lifecyclePlugin from '..';
import { FakeRegistryService, RELEASE } from './FakeRegistryService';
import { testConfig } from './testConfig';
import { undecidedResolver } from './undecidedResolver';

export { ENCRYPTION_KEY } from './testConfig';

export const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

export const ADMIN = mockCredentials.user.header();
export const VIEWER = mockCredentials.user.header('user:default/viewer');
export const HOST = 'Bearer ssk_test_environment:development:host';
export const HOSTED_PLUGIN = mockCredentials.service.header({
  onBehalfOf: mockCredentials.service('plugin:hello'),
  targetPluginId: 'lifecycle',
});

/** The lifecycle plugin in a backend, on a real database, with a fake registry. */
export class TestLifecycle {
  readonly api: ReturnType<typeof request>;
  readonly signals = { publish: jest.fn(async () => undefined) };
  readonly notifications = { send: jest.fn(async () => undefined) };
  readonly hostedPlugins = new InMemoryHostedPlugins();
  private readonly scheduler = mockServices.scheduler();

  private constructor(
    readonly backend: TestBackend,
    readonly db: Knex,
    readonly registry: FakeRegistryService,
    readonly directory: string,
    parts: Pick<
      TestLifecycle,
      'signals' | 'notifications' | 'hostedPlugins'
    > & {
      scheduler: SchedulerService;
    },
  ) {
    Object.assign(this, parts);
    this.api = request(backend.server);
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
      features: [
        lifecyclePlugin,
        mockServices.rootConfig.factory({
          data: testConfig(directory, options.sceneshift),
        }),
        mockServices.database.factory({ knex: db }),
        mockServices.httpAuth.factory({
          defaultCredentials: mockCredentials.none(),
        }),
        createServiceFactory({
          service: registryServiceRef,
          deps: {},
          factory: () => registry,
        }),
        createServiceFactory({
          service: resolverServiceRef,
          deps: {},
          factory: () => options.resolver ?? undecidedResolver,
        }),
        fakeApiKeysFactory,
        schedulerFactory(parts.scheduler),
        createServiceFactory({
          service: signalsServiceRef,
          deps: {},
          factory: () => parts.signals,
        }),
        notificationsFactory(parts.notifications, options.notificationsUrl),
        createServiceFactory({
          service: hostedPluginsServiceRef,
          deps: {},
          factory: () => parts.hostedPlugins,
        }),
      ],
    });
    return new TestLifecycle(backend, db, registry, directory, parts);
  }

  async stop(): Promise<void> {
    await this.backend.stop();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** What happens by itself every two seconds. */
  async sweep(): Promise<void> {
    await this.scheduler.triggerTask('sweep');
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

  delete(path: string, auth: string = ADMIN) {
    return this.api
      .delete(`/api/lifecycle/v1${path}`)
      .set('Authorization', auth);
  }

  get(path: string, auth: string | undefined = ADMIN) {
    const call = this.api.get(`/api/lifecycle/v1${path}`);
    return auth ? call.set('Authorization', auth) : call;
  }

  post(path: string, body: object, auth: string | undefined = ADMIN) {
    const call = this.api.post(`/api/lifecycle/v1${path}`).send(body);
    return auth ? call.set('Authorization', auth) : call;
  }

  async plan(...changes: PlannedChange[]): Promise<Plan> {
    const answer = await this.post('/environments/development/plans', {
      changes,
    });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  }

  /** Confirms everything that has to be. */
  async apply(plan: Plan): Promise<Rollout> {
    const answer = await this.post('/environments/development/rollouts', {
      planId: plan.id,
      planHash: plan.hash,
      confirm: plan.problems.flatMap(({ confirm }) => confirm ?? []),
    });
    if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  }

  async rollout(id: string): Promise<Rollout> {
    return (await this.get(`/rollouts/${id}`)).body;
  }

  /** Waits for a rollout to come to a state that it is expected to come to. */
  async until(id: string, state: Rollout['state']): Promise<Rollout> {
    const end = Date.now() + 10_000;
    for (;;) {
      const rollout = await this.rollout(id);
      if (rollout.state === state) return rollout;
      if (Date.now() > end) throw new Error(JSON.stringify(rollout));
      await sleep(20);
    }
  }

  /** Waits for something to become true. */
  async eventually(check: () => unknown): Promise<void> {
    const end = Date.now() + 10_000;
    for (;;) {
      try {
        await check();
        return;
      } catch (error) {
        if (Date.now() > end) throw error;
        await sleep(20);
      }
    }
  }

  desired(query = '') {
    return this.get(`/environments/development/desired${query}`, HOST);
  }

  /** Asks what to run first: what does not is no supervisor. */
  async report(replicaId: string, status: Partial<ReplicaStatus>) {
    await this.desired(`?replica=${replicaId}`);
    return this.reportAlone(replicaId, status);
  }

  reportAlone(replicaId: string, status: Partial<ReplicaStatus>) {
    return this.post(
      `/environments/development/replicas/${replicaId}/status`,
      {
        address: 'http://127.0.0.1:7100',
        backstageRelease: RELEASE,
        revision: '1',
        generation: 0,
        hosts: [],
        ...status,
      },
      HOST,
    );
  }

  /** A supervisor that does at once what it is told, until it is told nothing new. */
  async converge(
    replicaId = 'a',
    status: Partial<ReplicaStatus> = {},
  ): Promise<void> {
    for (let known: string | undefined; ; ) {
      const { body: desired } = await this.desired(`?replica=${replicaId}`);
      if (desired.revision === known) return;
      await this.obey(replicaId, desired, status);
      known = desired.revision;
    }
  }

  /** Reports that all of a desired state serves. */
  async obey(
    replicaId: string,
    desired: DesiredState,
    status: Partial<ReplicaStatus> = {},
  ): Promise<void> {
    const { revision, generation, rolloutId, hosts } = desired;
    await this.report(replicaId, {
      revision,
      generation,
      rollout: { rolloutId, generation, state: 'serving' },
      hosts: hosts.map(({ pluginId, specDigest }) => ({
        pluginId,
        specDigest,
        state: 'serving',
        restarts: 0,
      })),
      ...status,
    });
  }

  /** Plans, applies, and brings into service. */
  async bring(...changes: PlannedChange[]): Promise<Rollout> {
    const { id } = await this.apply(await this.plan(...changes));
    await this.untilReleased(id);
    await this.converge();
    return this.until(id, 'serving');
  }

  async untilReleased(id: string): Promise<void> {
    const end = Date.now() + 10_000;
    for (;;) {
      const { state } = await this.rollout(id);
      if (state !== 'fetching') return;
      if (Date.now() > end) throw new Error(`Rollout ${id} is not prepared`);
      await sleep(20);
    }
  }
}

function notificationsFactory(
  notifications: TestLifecycle['notifications'],
  url: string | undefined,
) {
  return createServiceFactory({
    service: notificationService,
    deps: { auth: coreServices.auth },
    factory: ({ auth }) =>
      url
        ? DefaultNotificationService.create({
            auth,
            discovery: mockServices.discovery.mock({
              getBaseUrl: async () => url,
            }),
          })
        : notifications,
  });
}

/** Sweeps once by itself, like the mock that it stands for. */
function schedulerFactory(scheduler: SchedulerService) {
  return createServiceFactory({
    service: coreServices.scheduler,
    deps: { lifecycle: coreServices.lifecycle },
    factory: async ({ lifecycle }) => {
      lifecycle.addStartupHook(() => scheduler.triggerTask('sweep'));
      return scheduler;
    },
  });
}
