import { publishHello } from '../__testUtils__/publishHello';
import { TestLifecycle, VIEWER } from '../__testUtils__/TestLifecycle';

jest.setTimeout(60_000);

const ENVIRONMENT = '/environments/development';

describe('a paused environment', () => {
  let lifecycle: TestLifecycle;

  beforeEach(async () => {
    lifecycle = await TestLifecycle.start();
    await publishHello(lifecycle.registry, '1.0.0');
  });

  afterEach(async () => {
    await lifecycle.dropHostDatabases();
    await lifecycle.stop();
  });

  const pause = (body: object) =>
    lifecycle.post(`${ENVIRONMENT}/pause`, { reason: 'Audit', ...body });
  const resume = () => lifecycle.post(`${ENVIRONMENT}/resume`, {});
  const held = () =>
    lifecycle.hostedPlugins.snapshot()?.environments.development?.plugins.hello
      ?.held;

  it('can be planned for, and refuses changes until it is resumed, saying who, when, why and how', async () => {
    const { body } = await pause({ reason: ' Audit\n' });
    expect(body.paused).toMatchObject({
      by: 'user:default/mock',
      reason: 'Audit',
      stopHosts: false,
    });
    const plan = await lifecycle.plan({ action: 'install', pluginId: 'hello' });
    const start = () =>
      lifecycle.post(`${ENVIRONMENT}/rollouts`, {
        planId: plan.id,
        planHash: plan.hash,
      });
    const refused = await start();
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      code: 'ENVIRONMENT_PAUSED',
      detail: expect.stringMatching(
        /paused by user:default\/mock at .*: Audit\. .*sceneshift resume development/,
      ),
    });
    expect((await pause({})).body.code).toBe('ENVIRONMENT_PAUSED');
    const viewer = await lifecycle.post(`${ENVIRONMENT}/resume`, {}, VIEWER);
    expect(viewer.body.code).toBe('FORBIDDEN');
    expect((await resume()).body.paused).toBeUndefined();
    expect((await resume()).body.code).toBe('ENVIRONMENT_NOT_PAUSED');
    const { status, body: rollout } = await start();
    expect(status).toBe(202);
    await lifecycle.untilReleased(rollout.id);
    const actions = await lifecycle.db('audit_log').pluck('action');
    expect(actions).toEqual(
      expect.arrayContaining([
        'lifecycle.environment.paused',
        'lifecycle.environment.resumed',
      ]),
    );
  });

  it('stops its hosts when asked to, and starts them again', async () => {
    await lifecycle.bring({ action: 'install', pluginId: 'hello' });
    const { body: before } = await lifecycle.desired();
    await pause({ stopHosts: true });
    const { body: stopped } = await lifecycle.desired(
      `?revision=${before.revision}`,
    );
    expect(stopped).toMatchObject({ generation: 1, hosts: [] });
    await lifecycle.eventually(() => expect(held()).toBe('paused'));
    await lifecycle.converge();
    await resume();
    const { body: after } = await lifecycle.desired(
      `?revision=${stopped.revision}`,
    );
    expect(after.hosts).toEqual(before.hosts);
    await lifecycle.eventually(() => expect(held()).toBeUndefined());
  });

  it('lets a rollout in progress end before its hosts are stopped, or cancels it', async () => {
    const first = await lifecycle.apply(
      await lifecycle.plan({ action: 'install', pluginId: 'hello' }),
    );
    await lifecycle.untilReleased(first.id);
    await pause({ stopHosts: true });
    expect((await lifecycle.desired()).body.hosts).toHaveLength(1);
    await lifecycle.converge();
    await lifecycle.until(first.id, 'serving');
    expect((await lifecycle.desired()).body.hosts).toEqual([]);
    await resume();

    await publishHello(lifecycle.registry, '2.0.0');
    const second = await lifecycle.apply(
      await lifecycle.plan({ action: 'upgrade', pluginId: 'hello' }),
    );
    await lifecycle.untilReleased(second.id);
    await pause({ cancelRollout: true });
    expect(await lifecycle.rollout(second.id)).toMatchObject({
      state: 'cancelled',
      reason: { message: expect.stringContaining('Audit') },
    });
  });

  it('still undoes a bad version', async () => {
    await lifecycle.bring({ action: 'install', pluginId: 'hello' });
    await publishHello(lifecycle.registry, '2.0.0');
    const { id } = await lifecycle.bring({
      action: 'upgrade',
      pluginId: 'hello',
    });
    await pause({});
    await lifecycle.report('a', {
      generation: 1,
      rollout: {
        generation: 2,
        state: 'rolledBack',
        reason: { code: 'HOST_CRASH_LOOP', message: '…', pluginId: 'hello' },
      },
    });
    expect((await lifecycle.rollout(id)).state).toBe('rolledBack');
  });
});
