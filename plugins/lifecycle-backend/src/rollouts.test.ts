import { AuditLog } from '@sceneshift/backstage-platform-node';
import { Client } from 'pg';
import { publishHello } from './__testUtils__/publishHello';
import { TestLifecycle } from './__testUtils__/TestLifecycle';

jest.setTimeout(60_000);

describe('rollouts', () => {
  let lifecycle: TestLifecycle;

  beforeEach(async () => {
    lifecycle = await TestLifecycle.start();
    await publishHello(lifecycle.registry, '1.0.0');
  });

  afterEach(async () => {
    await lifecycle.dropHostDatabases();
    await lifecycle.stop();
  });

  it('brings an installed plugin from plan to serving', async () => {
    const plan = await lifecycle.plan({ action: 'install', pluginId: 'hello' });
    expect(plan.problems).toEqual([]);
    expect(plan.diff).toEqual([
      {
        pluginId: 'hello',
        kind: 'install',
        packages: [
          { name: '@demo/plugin-hello', role: 'frontend-plugin', to: '1.0.0' },
          {
            name: '@demo/plugin-hello-backend',
            role: 'backend-plugin',
            to: '1.0.0',
            migrations: 'none',
          },
        ],
        config: [],
        restartsHost: true,
        migrations: 'none',
      },
    ]);

    const rollout = await lifecycle.apply(plan);
    await lifecycle.untilReleased(rollout.id);
    const { body: desired } = await lifecycle.desired();
    expect(desired).toMatchObject({
      environment: 'development',
      generation: 1,
      rolloutId: rollout.id,
      backstageRelease: '1.55.0',
      hosts: [
        {
          pluginId: 'hello',
          packages: [
            {
              name: '@demo/plugin-hello-backend',
              version: '1.0.0',
              role: 'backend-plugin',
            },
          ],
        },
      ],
      sharedConfig: { app: { title: 'Test' }, organization: { name: 'Demo' } },
    });
    expect((await lifecycle.get('/remotes')).body.remotes).toEqual([]);

    for (const state of ['fetching', 'starting', 'checking'] as const) {
      await lifecycle.report('a', {
        rollout: { rolloutId: rollout.id, generation: 1, state },
      });
    }
    expect((await lifecycle.rollout(rollout.id)).state).toBe('checking');
    await lifecycle.converge();
    const served = await lifecycle.until(rollout.id, 'serving');
    expect(served.steps.map(({ state }) => state)).toEqual([
      'fetching',
      'verifying',
      'fetching',
      'starting',
      'checking',
      'serving',
      'serving',
    ]);

    const { body: environment } = await lifecycle.get(
      '/environments/development',
    );
    expect(environment).toMatchObject({
      servingGeneration: 1,
      plugins: [{ pluginId: 'hello', health: 'serving' }],
      replicas: [{ id: 'a', alive: true, generation: 1 }],
    });
    const { body: remotes } = await lifecycle.get('/remotes');
    expect(remotes.remotes).toHaveLength(1);
    expect(lifecycle.hostedPlugins.snapshot()).toMatchObject({
      environments: {
        development: {
          plugins: { hello: { addresses: ['http://127.0.0.1:7100'] } },
        },
      },
    });
  });

  it('gives each plugin a database and a role that open nothing else', async () => {
    await lifecycle.bring({ action: 'install', pluginId: 'hello' });
    const { body: desired } = await lifecycle.desired();
    const { database, signingKey } = desired.hosts[0];
    expect(signingKey.publicKey).toContain('BEGIN PUBLIC KEY');

    const own = new Client(database);
    await own.connect();
    await own.query('CREATE TABLE things (id int)');
    await own.end();
    const foreign = new Client({
      ...database,
      database: lifecycle.db.client.config.connection.database,
    });
    await expect(foreign.connect()).rejects.toThrow('permission denied');
  });

  it('keeps what serves when a host fails its gate, and shows why', async () => {
    await lifecycle.bring({ action: 'install', pluginId: 'hello' });
    await publishHello(lifecycle.registry, '2.0.0');
    const rollout = await lifecycle.apply(
      await lifecycle.plan({ action: 'upgrade', pluginId: 'hello' }),
    );
    await lifecycle.untilReleased(rollout.id);
    await lifecycle.report('a', {
      generation: 1,
      rollout: {
        rolloutId: rollout.id,
        generation: 2,
        state: 'failed',
        reason: {
          code: 'HOST_EXITED',
          message: 'The host ended with 1',
          pluginId: 'hello',
        },
        logs: ['boom'],
      },
    });
    const failed = await lifecycle.until(rollout.id, 'failed');
    expect(failed).toMatchObject({
      reason: { code: 'HOST_EXITED', pluginId: 'hello' },
      logs: ['boom'],
    });
    const { body: desired } = await lifecycle.desired();
    expect(desired).toMatchObject({ generation: 1 });
    expect(desired.rolloutId).toBeUndefined();
    await lifecycle.eventually(() =>
      expect(lifecycle.notifications.send).toHaveBeenCalledTimes(1),
    );
  });

  it('takes a generation back that turns out bad after it served', async () => {
    await lifecycle.bring({ action: 'install', pluginId: 'hello' });
    const before = (await lifecycle.get('/remotes')).body;
    await publishHello(lifecycle.registry, '2.0.0');
    const rollout = await lifecycle.bring({
      action: 'upgrade',
      pluginId: 'hello',
    });
    expect((await lifecycle.get('/remotes')).body.remotes[0].version).toBe(
      '2.0.0',
    );
    await lifecycle.report('a', {
      generation: 1,
      rollout: {
        generation: 2,
        state: 'rolledBack',
        reason: { code: 'HOST_CRASH_LOOP', message: '…', pluginId: 'hello' },
      },
    });
    expect(await lifecycle.rollout(rollout.id)).toMatchObject({
      state: 'rolledBack',
      reason: { code: 'HOST_CRASH_LOOP' },
    });
    expect((await lifecycle.get('/remotes')).body).toEqual(before);
    expect((await lifecycle.desired()).body.generation).toBe(1);
    const { body } = await lifecycle.get(
      '/environments/development/generations',
    );
    expect(
      body.items.map((item: { number: number; state: string }) => [
        item.number,
        item.state,
      ]),
    ).toEqual([
      [2, 'failed'],
      [1, 'serving'],
    ]);
  });

  it('does not go back for a plugin that the serving generation left alone', async () => {
    await lifecycle.bring({ action: 'install', pluginId: 'hello' });
    await lifecycle.registry.publish({
      pluginId: 'other',
      name: 'other-backend',
      version: '1.0.0',
      role: 'backend-plugin',
    });
    const { id } = await lifecycle.bring({
      action: 'install',
      pluginId: 'other',
    });
    const looping = (pluginId: string) =>
      lifecycle.report('a', {
        generation: 2,
        hosts: [
          {
            pluginId,
            specDigest: 'x',
            state: 'failed',
            restarts: 3,
            reason: { code: 'HOST_CRASH_LOOP', message: 'Ended three times' },
          },
        ],
      });
    await looping('hello');
    expect((await lifecycle.rollout(id)).state).toBe('serving');
    const { body } = await lifecycle.get('/environments/development');
    expect(body.plugins[0]).toMatchObject({
      pluginId: 'hello',
      health: 'failed',
      reason: { code: 'HOST_CRASH_LOOP' },
    });
    await looping('other');
    expect((await lifecycle.rollout(id)).state).toBe('rolledBack');
    // The report that is repeated until the supervisor has followed moves nothing any more.
    await looping('other');
    const { body: after } = await lifecycle.get('/environments/development');
    expect(after.servingGeneration).toBe(1);
  });

  it('lets one of two rollouts that start at once win', async () => {
    const plan = await lifecycle.plan({ action: 'install', pluginId: 'hello' });
    const body = { planId: plan.id, planHash: plan.hash };
    const path = '/environments/development/rollouts';
    const answers = await Promise.all([
      lifecycle.post(path, body),
      lifecycle.post(path, body),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
    const refused = answers.find(({ status }) => status === 409)!;
    expect(refused.type).toBe('application/problem+json');
    expect(refused.body.code).toBe('ROLLOUT_IN_PROGRESS');
    const won = answers.find(({ status }) => status === 202)!;
    await lifecycle.untilReleased(won.body.id);
  });

  it('refuses plans that are stale, changed or blocked', async () => {
    const path = '/environments/development/rollouts';
    const plan = await lifecycle.plan({ action: 'install', pluginId: 'hello' });
    const other = await lifecycle.post(path, {
      planId: plan.id,
      planHash: 'other',
    });
    expect(other.body.code).toBe('PLAN_HASH_MISMATCH');

    const blocked = await lifecycle.plan({
      action: 'remove',
      pluginId: 'missing',
    });
    const refused = await lifecycle.post(path, {
      planId: blocked.id,
      planHash: blocked.hash,
    });
    expect(refused.body.code).toBe('PLAN_BLOCKED');

    await lifecycle.bring({ action: 'install', pluginId: 'hello' });
    const stale = await lifecycle.post(path, {
      planId: plan.id,
      planHash: plan.hash,
    });
    expect(stale.body.code).toBe('PLAN_STALE');
  });

  it('cancels a rollout, and rolls back to an earlier generation', async () => {
    await lifecycle.bring({ action: 'install', pluginId: 'hello' });
    await publishHello(lifecycle.registry, '2.0.0');
    const plan = await lifecycle.plan({ action: 'upgrade', pluginId: 'hello' });
    const { id } = await lifecycle.apply(plan);
    await lifecycle.untilReleased(id);
    const cancelled = await lifecycle.post(`/rollouts/${id}/cancel`, {});
    expect(cancelled.body.state).toBe('cancelled');
    const again = await lifecycle.post(`/rollouts/${id}/cancel`, {});
    expect(again.body.code).toBe('ROLLOUT_FINISHED');

    await lifecycle.bring({ action: 'upgrade', pluginId: 'hello' });
    await lifecycle.bring({ action: 'rollback', generation: 1 });
    const { body } = await lifecycle.get('/environments/development');
    expect(body.servingGeneration).toBe(4);
    expect(body.plugins[0].packages[0].version).toBe('1.0.0');
  });

  it('removes a plugin with its data', async () => {
    await lifecycle.bring({ action: 'install', pluginId: 'hello' });
    const [{ database_name: name }] = await lifecycle.db('host_credentials');
    const { id } = await lifecycle.apply(
      await lifecycle.plan({
        action: 'remove',
        pluginId: 'hello',
        deleteData: true,
      }),
    );
    await lifecycle.until(id, 'serving');
    await lifecycle.outlast({ id });
    await lifecycle.eventually(async () => {
      const { rows } = await lifecycle.db.raw(
        'select 1 from pg_database where datname = ?',
        [name],
      );
      expect(rows).toEqual([]);
    });
    await lifecycle.eventually(async () =>
      expect(
        await lifecycle.db('host_credentials').select('plugin_id'),
      ).toEqual([]),
    );
  });

  it('takes over from a process that died while it prepared', async () => {
    // This process hangs in the middle, and its lease runs out: what others see of a process that was killed.
    jest
      .spyOn(lifecycle.registry, 'openArtifact')
      .mockReturnValueOnce(new Promise(() => undefined));
    const { id } = await lifecycle.apply(
      await lifecycle.plan({ action: 'install', pluginId: 'hello' }),
    );
    await lifecycle.eventually(() =>
      expect(lifecycle.registry.openArtifact).toHaveBeenCalledTimes(1),
    );
    await lifecycle.db('rollouts').update({ leased_until: new Date(0) });
    const second = await TestLifecycle.start({
      db: lifecycle.db,
      registry: lifecycle.registry,
    });
    await second.untilReleased(id);
    await second.converge();
    const { steps } = await second.until(id, 'serving');
    expect(steps.map(({ state }) => state)).toEqual([
      'fetching',
      'verifying',
      'serving',
      'serving',
    ]);
    await second.stop();
  });

  it('keeps one audit chain over all of it', async () => {
    await lifecycle.bring({ action: 'install', pluginId: 'hello' });
    await lifecycle.bring({ action: 'disable', pluginId: 'hello' });
    await lifecycle.bring({ action: 'enable', pluginId: 'hello' });
    expect(await new AuditLog().verify(lifecycle.db, 'demo')).toMatchObject({
      ok: true,
    });
    const actions = await lifecycle
      .db('audit_log')
      .orderBy('sequence')
      .pluck('action');
    expect(actions.slice(0, 5)).toEqual([
      'lifecycle.environment.created',
      'lifecycle.plan.created',
      'lifecycle.rollout.started',
      'lifecycle.rollout.released',
      'lifecycle.rollout.completed',
    ]);
    await lifecycle.eventually(async () =>
      expect(
        await lifecycle.db('outbox_events').whereNull('published_at'),
      ).toEqual([]),
    );
  });

  it('goes on where it was after a restart', async () => {
    const { id } = await lifecycle.apply(
      await lifecycle.plan({ action: 'install', pluginId: 'hello' }),
    );
    await lifecycle.untilReleased(id);
    await lifecycle.backend.stop();
    const restarted = await TestLifecycle.start({
      db: lifecycle.db,
      registry: lifecycle.registry,
    });
    await restarted.converge();
    const { toGeneration } = await restarted.until(id, 'serving');
    expect(toGeneration).toBe(1);
    await restarted.stop();
  });
});
