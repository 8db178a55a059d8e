import { TestLifecycle } from './__testUtils__/TestLifecycle';

jest.setTimeout(60_000);

const ABOUT = { pluginId: 'hello' } as const;

describe('an installed plugin', () => {
  let lifecycle: TestLifecycle;

  beforeEach(async () => {
    lifecycle = await TestLifecycle.start();
    await lifecycle.registry.publish({
      ...ABOUT,
      name: '@demo/plugin-hello-backend',
      version: '1.0.0',
      role: 'backend-plugin',
      configSchema: {
        type: 'object',
        properties: {
          hello: {
            type: 'object',
            properties: { salutation: { type: 'string' } },
          },
        },
      },
    });
    await lifecycle.bring({ action: 'install', ...ABOUT });
  });

  afterEach(async () => {
    await lifecycle.dropHostDatabases();
    await lifecycle.stop();
  });

  const hosts = async () => (await lifecycle.desired()).body.hosts;
  const route = () =>
    lifecycle.hostedPlugins.snapshot()?.environments.development?.plugins.hello;

  it('gets a new host for another configuration, on the same database', async () => {
    const [before] = await hosts();
    const config = { hello: { salutation: 'Hi' } };
    await lifecycle.bring({ action: 'configure', ...ABOUT, config });
    const [after] = await hosts();
    expect(after).toMatchObject({ config, database: before.database });
    expect(after.specDigest).not.toBe(before.specDigest);
  });

  it('is disabled, stays reserved, and comes back as it was', async () => {
    const before = await hosts();
    await lifecycle.bring({ action: 'disable', ...ABOUT });
    expect(await hosts()).toEqual([]);
    await lifecycle.eventually(() =>
      expect(route()).toMatchObject({ addresses: [] }),
    );
    const { body } = await lifecycle.get('/environments/development');
    expect(body.plugins).toMatchObject([{ health: 'disabled' }]);
    await lifecycle.bring({ action: 'enable', ...ABOUT });
    expect(await hosts()).toEqual(before);
  });

  it('is removed, and its id is free', async () => {
    await lifecycle.bring({ action: 'remove', ...ABOUT });
    expect(await hosts()).toEqual([]);
    await lifecycle.eventually(() => expect(route()).toBeUndefined());
  });
});
