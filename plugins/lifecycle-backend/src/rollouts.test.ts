import { AuditLog } from '@sceneshift/backstage-platform-node';
import { publishHello } from './__testUtils__/publishHello';
import { useHelloLifecycle } from './__testUtils__/useHelloLifecycle';

jest.setTimeout(60_000);

describe('rollouts', () => {
  const used = useHelloLifecycle();

  it('brings an installed plugin from plan to serving', async () => {
    const { lifecycle } = used;
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

  it('lets one of two rollouts that start at once win', async () => {
    const { lifecycle } = used;
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
    const { lifecycle } = used;
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
    const { lifecycle } = used;
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

  it('keeps one audit chain over all of it', async () => {
    const { lifecycle } = used;
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
});
