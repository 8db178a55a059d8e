import { HelloData } from '../__testUtils__/HelloData';
import { publishHello } from '../__testUtils__/publishHello';
import { TestLifecycle } from '../__testUtils__/TestLifecycle';

jest.setTimeout(60_000);

const BACKEND = '@demo/plugin-hello-backend';
const SNAPSHOTS = '/environments/development/snapshots';
const UPGRADE = { action: 'upgrade', pluginId: 'hello' } as const;

describe('the schema of kept data', () => {
  let lifecycle: TestLifecycle;
  let data: HelloData;

  beforeEach(async () => {
    lifecycle = await TestLifecycle.start();
    data = new HelloData(lifecycle);
    await publishHello(lifecycle.registry, '1.0.0');
    await lifecycle.bring({ action: 'install', pluginId: 'hello' });
  });

  afterEach(async () => {
    await lifecycle.dropHostDatabases();
    await lifecycle.stop();
  });

  const restore = async (id: string) =>
    (await lifecycle.post(`${SNAPSHOTS}/${id}/restore`, {})).body;

  it('is that of the newest version that ran on it, not of the one that serves', async () => {
    await publishHello(lifecycle.registry, '1.1.0');
    await lifecycle.bring(UPGRADE);
    await lifecycle.bring({ action: 'rollback', generation: 1 });
    const id = await data.takeSnapshot();
    expect(await data.snapshots()).toMatchObject([
      {
        packages: expect.arrayContaining([{ name: BACKEND, version: '1.1.0' }]),
      },
    ]);
    // Declared to be understood by the version before.
    expect(await restore(id)).toMatchObject({
      code: 'CONFIRMATION_REQUIRED',
      detail: expect.stringContaining(
        `${BACKEND} 1.1.0, and 1.0.0 is installed`,
      ),
    });
  });

  it('is not restored under a version from before a one-way migration', async () => {
    await publishHello(lifecycle.registry, '2.0.0', 'one-way');
    await lifecycle.bring(UPGRADE);
    const id = await data.takeSnapshot();
    await lifecycle.bring({ action: 'rollback', generation: 1 });
    expect(await restore(id)).toMatchObject({
      code: 'MIGRATION_ONE_WAY',
      detail: expect.stringContaining(`Upgrade ${BACKEND} to 2.0.0 or later`),
    });

    await lifecycle.bring(UPGRADE);
    const { body: rollout } = await lifecycle.post(
      `${SNAPSHOTS}/${id}/restore`,
      { confirm: [`restore:${id}`] },
    );
    await lifecycle.untilReleased(rollout.id);
    await lifecycle.converge();
    await lifecycle.until(rollout.id, 'serving');
    const { problems } = await lifecycle.plan({
      ...UPGRADE,
      packages: { [BACKEND]: '1.0.0' },
    });
    expect(problems).toMatchObject([
      { code: 'MIGRATION_ONE_WAY', severity: 'blocking' },
    ]);
  });
});
