import { eventually } from '../testUtils/eventually';
import { LoadClient } from '../testUtils/LoadClient';
import { testPlugin, type TestFault } from '../testUtils/testPlugin';
import { TestReplica } from '../testUtils/TestReplica';

jest.setTimeout(120_000);

const GATE_MS = 40_000;
const GOOD = ['b', 'c', 'd'];

describe('a replica that was away', () => {
  const replica = new TestReplica();
  const plugin = (pluginId: string, version: string, fault?: TestFault) =>
    testPlugin({ pluginId, version, fault });
  const all = (version: string, first?: TestFault) => [
    plugin('a', version, first),
    ...GOOD.map(id => plugin(id, version)),
  ];

  beforeAll(() => replica.start());
  afterAll(() => replica.destroy());

  const versions = async (ids: string[]) => {
    const answers = ids.map(id => replica.get(`/api/${id}/version`));
    return (await Promise.all(answers)).map(({ body }) => body.version);
  };

  it('brings its plugins to their versions side by side, and loses no request', async () => {
    await replica.serve(all('1.0.0'), { policy: { probationMs: 60_000 } });
    const urls = ['a', ...GOOD].map(
      id => `${replica.supervisor.url}/api/${id}/version`,
    );
    const loads = urls.map(url => new LoadClient(url));
    const begin = Date.now();
    await replica.rollOut(all('2.0.0', 'never-finishes-init'), {
      withoutRollout: true,
      policy: { gateTimeoutMs: GATE_MS, probationMs: 60_000 },
    });
    await eventually(async () =>
      expect(await versions(GOOD)).toEqual(GOOD.map(() => '2.0.0')),
    );
    // The first of them still hangs.
    expect(Date.now() - begin).toBeLessThan(GATE_MS);
    expect(await versions(['a'])).toEqual(['1.0.0']);
    for (const load of loads) await load.stop();
    expect(loads.flatMap(load => load.failures)).toEqual([]);
  });

  it('gives up what is under way for something newer, and has no host too many', async () => {
    await replica.rollOut(all('3.0.0'), {
      withoutRollout: true,
      policy: { probationMs: 0 },
    });
    const ids = ['a', ...GOOD];
    await eventually(async () =>
      expect(await versions(ids)).toEqual(ids.map(() => '3.0.0')),
    );
    await replica.controlPlane.reported(
      ({ rollout }) => rollout?.state === 'serving',
    );
    await eventually(() => {
      expect(replica.supervisor.runningHostPids()).toHaveLength(ids.length);
      expect(replica.supervisor.hostPids()).toHaveLength(ids.length);
    });
  });
});
