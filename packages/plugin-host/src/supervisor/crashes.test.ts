import { CrashingReplica } from '../testUtils/CrashingReplica';
import { eventually } from '../testUtils/eventually';
import { testPlugin } from '../testUtils/testPlugin';
import { TestReplica } from '../testUtils/TestReplica';
import { FAILPOINTS } from './failpoint';

jest.setTimeout(120_000);

describe('a supervisor that is killed', () => {
  const replica = new CrashingReplica();

  beforeAll(() => replica.start());
  afterAll(() => replica.destroy());

  it.each(FAILPOINTS.start)(
    'while it starts, at %s, changes nothing of what serves',
    async failpoint => {
      const pids = replica.supervisor.runningHostPids().sort();
      await replica.restart(failpoint);
      await replica.recover();
      expect(await replica.violations(await replica.bystanderPid())).toEqual(
        [],
      );
      expect(replica.supervisor.runningHostPids().sort()).toEqual(pids);
    },
  );

  it.each(FAILPOINTS.repair)(
    'while it brings a host back, at %s, brings it back',
    async failpoint => {
      const pid = await replica.bystanderPid();
      await replica.restart(failpoint);
      await replica.killHost();
      await replica.recover();
      expect(await replica.violations(pid)).toEqual([]);
    },
  );

  it.each(FAILPOINTS.drift)(
    'while it replaces a host that was changed on disk, at %s, replaces it',
    async failpoint => {
      const pid = await replica.bystanderPid();
      const [changed] = replica.supervisor
        .runningHostPids()
        .filter(running => running !== pid);
      await replica.restart(failpoint);
      replica.changeLayout();
      await replica.recover();
      await eventually(() =>
        expect(replica.supervisor.runningHostPids()).not.toContain(changed),
      );
      expect(await replica.violations(pid)).toEqual([]);
    },
  );

  it.each(FAILPOINTS.damage)(
    'while it puts a damaged artifact away, at %s, fetches it again',
    async failpoint => {
      const pid = await replica.bystanderPid();
      await replica.restart(failpoint);
      replica.changeArtifact();
      await replica.recover();
      await replica.killHost();
      expect(await replica.violations(pid)).toEqual([]);
    },
  );

  it.each(FAILPOINTS.undo)(
    'while it takes a bad version back, at %s, has taken it back',
    async failpoint => {
      const pid = await replica.bystanderPid();
      await replica.restart(failpoint);
      const rolloutId = await replica.upgradeToBad(20_000);
      await replica.recover();
      await replica.controlPlane.rolloutState(rolloutId, 'rolledBack');
      expect(await replica.violations(pid)).toEqual([]);
    },
  );

  it.each(FAILPOINTS.fallBack)(
    'while it falls back from a version that keeps ending, at %s, has fallen back',
    async failpoint => {
      const pid = await replica.bystanderPid();
      await replica.restart(failpoint);
      const rolloutId = await replica.upgradeToBad(0);
      await replica.recover();
      await replica.controlPlane.rolloutState(rolloutId, 'rolledBack');
      expect(await replica.violations(pid)).toEqual([]);
    },
  );

  it.each(FAILPOINTS.removal)(
    'while it removes a plugin, at %s, has removed it',
    async failpoint => {
      await replica.restart(failpoint);
      const rolloutId = await replica.remove();
      await replica.recover();
      await replica.controlPlane.rolloutState(rolloutId, 'serving');
      await replica.calm(1);
      expect((await replica.get('/api/hello/version')).status).toBe(503);
      await eventually(() =>
        expect(Object.keys(replica.state().slots)).toEqual(['bystander']),
      );
    },
  );

  it('leaves hosts that serve on, and that end by themselves when nobody comes back', async () => {
    const lonely = new TestReplica();
    await lonely.start(['--orphan-timeout-s', '3']);
    try {
      await lonely.serve([testPlugin({ pluginId: 'hello', version: '1.0.0' })]);
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
