import { publishHello } from './__testUtils__/publishHello';
import { useHelloLifecycle } from './__testUtils__/useHelloLifecycle';

jest.setTimeout(60_000);

describe('rollouts that fail', () => {
  const used = useHelloLifecycle();

  it('keeps what serves when a host fails its gate, and shows why', async () => {
    const { lifecycle } = used;
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
    const { lifecycle } = used;
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
    const { lifecycle } = used;
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
    await looping('hello');
    expect((await lifecycle.rollout(id)).state).toBe('serving');
    const reason = { code: 'HOST_CRASH_LOOP', pluginId: 'hello' };
    const told = await lifecycle
      .db('audit_log')
      .where({ action: 'lifecycle.rollout.degraded' })
      .pluck('details');
    expect(told).toMatchObject([{ rolloutId: id, reason }]);
    await lifecycle.eventually(() =>
      expect(lifecycle.notifications.send).toHaveBeenCalledTimes(1),
    );
    expect(lifecycle.notifications.send).toHaveBeenCalledWith({
      recipients: { type: 'entity', entityRef: 'user:default/mock' },
      payload: expect.objectContaining({
        title: 'development: hello of generation 2 keeps ending',
        description: 'hello on a: Ended three times',
      }),
    });
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
});
