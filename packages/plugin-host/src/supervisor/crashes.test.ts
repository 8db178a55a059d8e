import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../testUtils/eventually';
import { testPlugin } from '../testUtils/testPlugin';
import { TestReplica } from '../testUtils/TestReplica';
import type { Failpoint } from './failpoint';
import type { SupervisorState } from './SupervisorState';

jest.setTimeout(120_000);

describe('a supervisor that is killed', () => {
  const replica = new TestReplica();
  const plugin = (version: string) =>
    testPlugin({ pluginId: 'hello', version });
  const [v1, v2] = [plugin('1.0.0'), plugin('2.0.0')];
  const bad = testPlugin({
    pluginId: 'hello',
    version: '3.0.0',
    fault: 'exits-after-serving',
  });
  const other = testPlugin({ pluginId: 'other-one', version: '1.0.0' });

  beforeAll(() => replica.start());
  afterAll(() => replica.destroy());

  const version = async () =>
    (await replica.get('/api/hello/version')).body.version;

  /** The same supervisor again, which will die at the named place. */
  async function restart(failpoint?: Failpoint): Promise<void> {
    await replica.supervisor.crash();
    await replica.supervisor.start(
      failpoint ? { SCENESHIFT_FAILPOINT: failpoint } : {},
    );
  }

  const readState = () =>
    JSON.parse(
      readFileSync(join(replica.supervisor.data, 'state.json'), 'utf8'),
    ) as SupervisorState;

  /** Waits until nothing but what serves is there any more: probation is over, all else has ended. */
  const calm = () =>
    eventually(() => {
      expect(replica.supervisor.runningHostPids()).toHaveLength(2);
      expect(Object.keys(readState().hosts)).toHaveLength(2);
    });

  /** What must hold after every crash, once the replica is calm. */
  async function assertInvariants(): Promise<void> {
    await calm();
    const { data } = replica.supervisor;
    const hosts = Object.values(readState().hosts);
    const ids = hosts.map(host => host.hostId).sort();
    const [first] = hosts.map(host => join(host.directory, '..'));
    expect(replica.supervisor.runningHostPids().sort()).toEqual(
      hosts.map(host => host.process.pid).sort(),
    );
    expect(readdirSync(join(data, 'sockets')).sort()).toEqual(ids);
    expect(readdirSync(first ?? '').sort()).toEqual(ids);
    expect(
      readdirSync(join(data, 'artifacts')).filter(name => /tmp/.test(name)),
    ).toEqual([]);
    expect(existsSync(join(data, 'state.json.tmp'))).toBe(false);
  }

  it.each<Failpoint>([
    'supervisor.artifacts.fetched',
    'supervisor.host.spawned',
    'supervisor.candidates.passed',
    'supervisor.switch.saved',
    'supervisor.switch.done',
    'supervisor.probation.ended',
  ])('at %s converges to the desired generation', async failpoint => {
    const policy = { probationMs: 500 };
    await replica.serve([v1, other], { policy });
    await calm();
    const pid = (await replica.get('/api/other-one/version')).body.pid;
    await restart(failpoint);
    const rolloutId = await replica.rollOut([v2, other], { policy });
    await replica.supervisor.exited();
    await replica.supervisor.start();
    await replica.controlPlane.rolloutState(rolloutId, 'serving');
    expect(await version()).toBe('2.0.0');
    await assertInvariants();
    const after = await replica.get('/api/other-one/version');
    expect(after.body.pid).toBe(pid);
  });

  it('while it takes a bad version back, has taken it back', async () => {
    const policy = { probationMs: 20_000 };
    await replica.serve([v1, other], { policy: { probationMs: 0 } });
    await restart('supervisor.undo.saved');
    const rolloutId = await replica.rollOut([bad, other], { policy });
    await replica.supervisor.exited();
    await replica.supervisor.start();
    await replica.controlPlane.rolloutState(rolloutId, 'rolledBack');
    expect(await version()).toBe('1.0.0');
    await assertInvariants();
  });

  it('leaves hosts that serve on, and that end by themselves when nobody comes back', async () => {
    const lonely = new TestReplica();
    await lonely.start(['--orphan-timeout-s', '3']);
    try {
      await lonely.serve([v1]);
      await lonely.supervisor.crash();
      expect(lonely.supervisor.runningHostPids()).toHaveLength(1);
      await eventually(() =>
        expect(lonely.supervisor.runningHostPids()).toEqual([]),
      );
    } finally {
      await lonely.destroy();
    }
  });

  it('is not followed by two at once', async () => {
    const second = replica.supervisor.startIn(replica.supervisor.data);
    await expect(second).rejects.toThrow('is in use by the supervisor');
  });
});
