import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../testUtils/eventually';
import { testPlugin, type TestFault } from '../testUtils/testPlugin';
import { TestReplica } from '../testUtils/TestReplica';
import type { Failpoint } from './failpoint';
import type { SupervisorState } from './SupervisorState';

jest.setTimeout(90_000);

const LONG = { probationMs: 60_000 };

describe('a supervisor that is killed in a probation', () => {
  const replica = new TestReplica();
  const other = testPlugin({ pluginId: 'other-one', version: '1.0.0' });
  const hello = (version: string, fault?: TestFault) =>
    testPlugin({ pluginId: 'hello', version, fault });

  beforeAll(() => replica.start());
  afterAll(() => replica.destroy());

  const read = async (pluginId: string) => {
    const { status, body } = await replica.get(`/api/${pluginId}/version`);
    return { status, ...body };
  };

  const probation = () => {
    const path = join(replica.supervisor.data, 'state.json');
    const state = JSON.parse(readFileSync(path, 'utf8')) as SupervisorState;
    return state.probation;
  };

  /** The same, once the control plane has ended the rollout: its name is told no more. */
  const endRollout = () =>
    replica.controlPlane.changeDesired(({ rolloutId: _, ...desired }) => ({
      ...desired,
      revision: `${desired.revision}-ended`,
    }));

  it('covers a plugin that is new in the generation, and names reason and rollout', async () => {
    await replica.serve([other]);
    const rolloutId = await replica.rollOut(
      [hello('1.0.0', 'exits-after-serving'), other],
      { policy: LONG, config: { test: { faultAfterMs: 4_000 } } },
    );
    await replica.controlPlane.rolloutState(rolloutId, 'serving');
    await replica.supervisor.crash();
    await replica.supervisor.start();
    const { reason } = await replica.controlPlane.rolloutState(
      rolloutId,
      'rolledBack',
    );
    expect(reason).toMatchObject({ code: 'HOST_EXITED', pluginId: 'hello' });
    expect((await read('hello')).status).toBe(503);
    expect(replica.controlPlane.latest?.generation).toBe(1);
  });

  it('goes back when the new version has ended while it was away, and stays there', async () => {
    await replica.serve([hello('1.0.0'), other], {
      policy: { probationMs: 0 },
    });
    const rolloutId = await replica.rollOut([hello('1.1.0'), other], {
      policy: LONG,
    });
    await replica.controlPlane.rolloutState(rolloutId, 'serving');
    const { pid } = await read('hello');
    await replica.supervisor.crash();
    process.kill(pid, 'SIGKILL');
    endRollout();
    await replica.supervisor.start();
    const { rollout } = await replica.controlPlane.reported(
      status => status.rollout?.state === 'rolledBack',
    );
    expect(rollout?.reason).toMatchObject({
      code: 'HOST_EXITED',
      message: expect.stringContaining('1.1.0 ended while its supervisor'),
    });
    await replica.controlPlane.reported(
      ({ revision, hosts }) =>
        revision.endsWith('-ended') &&
        hosts.every(({ state }) => state === 'serving'),
    );
    expect(await read('hello')).toMatchObject({ version: '1.0.0' });
  });

  it.each<[TestFault, string, Failpoint]>([
    ['blocks-event-loop', 'HOST_HANG', 'supervisor.failure.recorded'],
    ['blocks-event-loop', 'HOST_HANG', 'supervisor.host.lost'],
    ['allocates-buffers', 'HOST_OUT_OF_MEMORY', 'supervisor.host.lost'],
  ])(
    'that one %s takes back names %s when the next one has to, after %s',
    async (fault, code, failpoint) => {
      await replica.serve([hello('1.0.1'), other], {
        policy: { probationMs: 0 },
      });
      await replica.supervisor.crash();
      await replica.supervisor.start({ SCENESHIFT_FAILPOINT: failpoint });
      const rolloutId = await replica.rollOut([hello('1.1.1', fault), other], {
        policy: LONG,
      });
      await replica.supervisor.exited();
      await replica.supervisor.start();
      const { reason } = await replica.controlPlane.rolloutState(
        rolloutId,
        'rolledBack',
      );
      expect(reason).toMatchObject({ code, pluginId: 'hello' });
      expect(reason?.message).not.toContain('was away');
      expect((await read('hello')).version).toBe('1.0.1');
      await eventually(() =>
        expect(replica.supervisor.runningHostPids()).toHaveLength(2),
      );
    },
  );

  it('names memory when a host has run out of it while nobody watched', async () => {
    await replica.serve([hello('1.0.2'), other], {
      policy: { probationMs: 0 },
    });
    const rolloutId = await replica.rollOut(
      [hello('1.1.2', 'allocates-heap'), other],
      { policy: LONG },
    );
    await replica.controlPlane.rolloutState(rolloutId, 'serving');
    const { pid } = await read('hello');
    await replica.supervisor.crash();
    await eventually(() =>
      expect(replica.supervisor.runningHostPids()).not.toContain(pid),
    );
    await replica.supervisor.start();
    const { reason } = await replica.controlPlane.rolloutState(
      rolloutId,
      'rolledBack',
    );
    expect(reason?.code).toBe('HOST_OUT_OF_MEMORY');
  });

  it('takes it up where it was, and ends it in time', async () => {
    await replica.serve([hello('1.2.0'), other], {
      policy: { probationMs: 12_000 },
    });
    const before = probation();
    expect(before?.pluginIds).toEqual(['hello']);
    await replica.supervisor.crash();
    await replica.supervisor.start();
    expect(probation()).toEqual(before);
    await eventually(() => expect(probation()).toBeUndefined());
    expect(Date.now()).toBeLessThan(Date.parse(before?.endsAt ?? '') + 2_000);
    expect((await read('hello')).version).toBe('1.2.0');
    await eventually(() =>
      expect(replica.supervisor.runningHostPids()).toHaveLength(2),
    );
  });
});
