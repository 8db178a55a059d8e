import { REMOTES_SIGNAL_CHANNEL } from '@sceneshift/backstage-plugin-lifecycle-common';
import { publishHello } from './__testUtils__/publishHello';
import { TestLifecycle } from './__testUtils__/TestLifecycle';

jest.setTimeout(60_000);

/** What a change may take to reach every process. */
const SOON_MS = 1_000;

describe('two control-plane processes on one database', () => {
  let first: TestLifecycle;
  let second: TestLifecycle;

  beforeAll(async () => {
    first = await TestLifecycle.start();
    const { db, registry } = first;
    second = await TestLifecycle.start({ db, registry });
    await publishHello(registry, '1.0.0');
  });

  afterAll(async () => {
    await first.dropHostDatabases();
    await second.stop();
    await first.stop();
  });

  const addresses = ({ hostedPlugins }: TestLifecycle) =>
    hostedPlugins.snapshot()?.environments.development?.plugins.hello
      ?.addresses;

  const remotes = async (process: TestLifecycle) =>
    (await process.get('/remotes')).body.remotes;

  const signals = ({ signals: { publish } }: TestLifecycle) =>
    publish.mock.calls.filter(
      ([signal]: unknown[]) =>
        (signal as { channel: string }).channel === REMOTES_SIGNAL_CHANNEL,
    ).length;

  /** @returns after how many milliseconds it was so */
  async function soon(check: () => unknown): Promise<number> {
    const start = Date.now();
    await second.eventually(check);
    const took = Date.now() - start;
    expect(took).toBeLessThan(SOON_MS);
    return took;
  }

  it('reserve an id on both as soon as one accepts it', async () => {
    const plan = await first.plan({ action: 'install', pluginId: 'hello' });
    const { id } = await first.apply(plan);
    expect(addresses(first)).toEqual([]);
    await soon(() => expect(addresses(second)).toEqual([]));
    await first.untilReleased(id);
  });

  it('route to a supervisor and list its frontend on both as soon as one hears of it', async () => {
    // The remotes are compared with what was there before: both have looked once.
    await Promise.all([remotes(first), remotes(second)]);
    const before = signals(second);
    await first.converge();
    await soon(async () => {
      expect(addresses(second)).toEqual(['http://127.0.0.1:7100']);
      expect(await remotes(second)).toMatchObject([{ version: '1.0.0' }]);
      expect(signals(second)).toBeGreaterThan(before);
    });
    expect(await remotes(second)).toEqual(await remotes(first));
  });

  it('serve assets that only one of them has fetched', async () => {
    const [{ entryPath }] = await remotes(second);
    const asset = await second.api.get(entryPath);
    expect(asset.status).toBe(200);
  });

  it('follow an upgrade and the way back on both', async () => {
    await publishHello(first.registry, '2.0.0');
    await second.bring({ action: 'upgrade', pluginId: 'hello' });
    await soon(async () =>
      expect(await remotes(first)).toMatchObject([{ version: '2.0.0' }]),
    );
    await first.report('a', {
      generation: 1,
      rollout: {
        generation: 2,
        state: 'rolledBack',
        reason: { code: 'HOST_CRASH_LOOP', message: '…', pluginId: 'hello' },
      },
    });
    await soon(async () =>
      expect(await remotes(second)).toMatchObject([{ version: '1.0.0' }]),
    );
  });

  it('wake the long polls of both', async () => {
    const poll = async (process: TestLifecycle) => {
      const { body } = await process.desired('?replica=a');
      const query = `?replica=a&wait=20&revision=${body.revision}`;
      return process.desired(query).then(() => Date.now());
    };
    const polls = [poll(first), poll(second)];
    await new Promise(resolve => setTimeout(resolve, 300));
    const start = Date.now();
    await second.db('environments').increment('revision', 1);
    await second.db.raw(`select pg_notify('lifecycle_environment', ?)`, [
      'development',
    ]);
    for (const end of await Promise.all(polls)) {
      expect(end - start).toBeLessThan(SOON_MS);
    }
  });
});
