import { FakeControlPlane } from '../testUtils/FakeControlPlane';
import { desiredHost, desiredState } from '../testUtils/desiredState';
import { LoadClient } from '../testUtils/LoadClient';
import { PluginDatabase } from '../testUtils/PluginDatabase';
import { testPlugin } from '../testUtils/testPlugin';
import { buildBundles, TestSupervisor } from '../testUtils/TestSupervisor';

jest.setTimeout(60_000);

describe('rollouts on one replica', () => {
  const controlPlane = new FakeControlPlane();
  let supervisor: TestSupervisor;
  let hello: PluginDatabase;
  const v1 = testPlugin({ pluginId: 'hello', version: '1.0.0' });
  const v2 = testPlugin({ pluginId: 'hello', version: '2.0.0' });

  beforeAll(async () => {
    buildBundles();
    hello = await PluginDatabase.create();
    await controlPlane.start();
    for (const artifact of [v1, v2]) controlPlane.publish(artifact);
    supervisor = new TestSupervisor(controlPlane);
    await supervisor.start();
  });

  afterAll(async () => {
    await supervisor.destroy();
    await controlPlane.stop();
    await hello.drop();
  });

  const version = async () => {
    const response = await fetch(`${supervisor.url}/api/hello/version`);
    return ((await response.json()) as { version: string }).version;
  };

  it('installs a plugin and serves it', async () => {
    const hosts = [desiredHost(v1, hello.connection)];
    controlPlane.setDesired(
      desiredState({ generation: 1, rolloutId: 'install', hosts }),
    );
    await controlPlane.rolloutState('install', 'serving');
    expect(await version()).toBe('1.0.0');
    expect(controlPlane.latest).toMatchObject({
      generation: 1,
      hosts: [{ pluginId: 'hello', state: 'serving', restarts: 0 }],
    });
  });

  it('loses no request in an upgrade and the way back', async () => {
    const load = new LoadClient(`${supervisor.url}/api/hello/version`);
    const slow = fetch(`${supervisor.url}/api/hello/slow?ms=2500`);
    const upgrade = [desiredHost(v2, hello.connection)];
    controlPlane.setDesired(
      desiredState({ generation: 2, rolloutId: 'upgrade', hosts: upgrade }),
    );
    await controlPlane.rolloutState('upgrade', 'serving');
    expect(await version()).toBe('2.0.0');
    const rollback = [desiredHost(v1, hello.connection)];
    controlPlane.setDesired(
      desiredState({ generation: 3, rolloutId: 'back', hosts: rollback }),
    );
    await controlPlane.rolloutState('back', 'serving');
    expect(await version()).toBe('1.0.0');
    expect((await slow).status).toBe(200);
    await load.stop();
    expect(load.failures).toEqual([]);
    expect(load.answered).toBeGreaterThan(100);
  });
});
