import { RELEASE } from './__testUtils__/FakeRegistryService';
import { publishHello } from './__testUtils__/publishHello';
import { ADMIN, TestLifecycle } from './__testUtils__/TestLifecycle';

jest.setTimeout(60_000);

const A = { address: 'http://127.0.0.1:7100' };
const B = { address: 'http://127.0.0.1:7200' };

describe('the table that the proxy routes by', () => {
  let lifecycle: TestLifecycle;

  beforeEach(async () => {
    lifecycle = await TestLifecycle.start({
      sceneshift: {
        environments: [
          {
            name: 'development',
            organization: 'demo',
            backstageRelease: RELEASE,
            policy: { canaryMs: 0 },
          },
        ],
      },
    });
    await publishHello(lifecycle.registry, '1.0.0');
  });

  afterEach(async () => {
    await lifecycle.dropHostDatabases();
    await lifecycle.stop();
  });

  const route = () =>
    lifecycle.hostedPlugins.snapshot()?.environments.development?.plugins.hello;

  const addresses = (...expected: string[]) =>
    lifecycle.eventually(() => expect(route()?.addresses).toEqual(expected));

  async function installOnBoth() {
    await lifecycle.converge('a', A);
    await lifecycle.converge('b', B);
    const { id } = await lifecycle.apply(
      await lifecycle.plan({ action: 'install', pluginId: 'hello' }),
    );
    await lifecycle.untilReleased(id);
    await lifecycle.converge('a', A);
    await lifecycle.converge('b', B);
    await lifecycle.until(id, 'serving');
    await lifecycle.converge('a', A);
    await addresses(A.address, B.address);
  }

  it('reserves an id from the answer to the request that installs it', async () => {
    expect(route()).toBeUndefined();
    const plan = await lifecycle.plan({ action: 'install', pluginId: 'hello' });
    const { id } = await lifecycle.apply(plan);
    expect(route()).toMatchObject({ addresses: [] });
    await lifecycle.untilReleased(id);
    await lifecycle.post(`/rollouts/${id}/cancel`, {});
    await lifecycle.eventually(() => expect(route()).toBeUndefined());
  });

  it('says which plugins ought to serve, and whether they do', async () => {
    const health = (expected?: string) =>
      lifecycle.eventually(() => expect(route()?.health).toBe(expected));
    const { id } = await lifecycle.apply(
      await lifecycle.plan({ action: 'install', pluginId: 'hello' }),
    );
    // On its way, which is no fault.
    expect(route()).toMatchObject({ health: undefined });
    await lifecycle.untilReleased(id);
    await lifecycle.converge('a', A);
    await lifecycle.until(id, 'serving');
    await health('serving');
    const away = (last_seen_at: Date) =>
      lifecycle.db('replicas').where({ id: 'a' }).update({ last_seen_at });
    await away(new Date(0));
    await lifecycle.sweep();
    await health('unavailable');
    await lifecycle.post('/environments/development/pause', {
      reason: 'Audit',
      stopHosts: true,
    });
    await health(undefined);
  });

  it('leaves a supervisor out that was away, until it serves what the others do', async () => {
    await installOnBoth();
    const before = (await lifecycle.desired('?replica=b')).body;
    await lifecycle
      .db('replicas')
      .where({ id: 'b' })
      .update({ last_seen_at: new Date(0) });
    await publishHello(lifecycle.registry, '2.0.0');
    const { id } = await lifecycle.apply(
      await lifecycle.plan({ action: 'upgrade', pluginId: 'hello' }),
    );
    await lifecycle.untilReleased(id);
    await lifecycle.converge('a', A);
    await lifecycle.until(id, 'serving');

    // It is back, with the hosts that it had.
    await lifecycle.obey('b', before, B);
    await addresses(A.address);
    await lifecycle.obey('b', before, B);
    expect(route()?.addresses).toEqual([A.address]);
    await lifecycle.converge('b', B);
    await addresses(A.address, B.address);
  });

  it('takes both versions for right while a rollout goes from one to the next', async () => {
    await installOnBoth();
    await publishHello(lifecycle.registry, '2.0.0');
    const { id } = await lifecycle.apply(
      await lifecycle.plan({ action: 'upgrade', pluginId: 'hello' }),
    );
    await lifecycle.untilReleased(id);
    await lifecycle.converge('a', A);
    const [old] = await lifecycle.db('replicas').where({ id: 'b' });
    expect(old.generation).toBe(1);
    await addresses(A.address, B.address);
  });

  it('keeps the hosts of the present generation while they are exchanged for a new secret', async () => {
    const putSecret = (value: string) =>
      lifecycle.api
        .put('/api/lifecycle/v1/environments/development/secrets/s')
        .set('Authorization', ADMIN)
        .send({ value });
    await putSecret('one');
    await lifecycle.registry.publish({
      pluginId: 'hello',
      name: '@demo/plugin-hello-backend',
      version: '1.0.0',
      role: 'backend-plugin',
      configSchema: {
        type: 'object',
        properties: {
          hello: {
            type: 'object',
            properties: { token: { type: 'string', visibility: 'secret' } },
          },
        },
      },
    });
    await lifecycle.bring({
      action: 'install',
      pluginId: 'hello',
      config: { hello: { token: { $secret: 's' } } },
    });
    await addresses(A.address);
    await putSecret('two');
    await lifecycle.report('b', { ...B, generation: 0 });
    await addresses(A.address);
    expect(route()?.addresses).not.toContain(B.address);
  });
});
