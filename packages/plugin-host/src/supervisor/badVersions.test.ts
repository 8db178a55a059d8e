import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HostPolicy } from '@sceneshift/backstage-plugin-lifecycle-common';
import { LoadClient } from '../testUtils/LoadClient';
import { testPlugin, type TestFault } from '../testUtils/testPlugin';
import { TestReplica } from '../testUtils/TestReplica';
import { VersionWatch } from '../testUtils/VersionWatch';

jest.setTimeout(120_000);

/** What is promised, also on a busy machine. */
const LIMIT_MS = 15_000;
const POLICY = { probationMs: 25_000, heartbeatTimeoutMs: 5_000 };

describe('versions that turn bad while they serve', () => {
  const replica = new TestReplica();
  const watch = new VersionWatch(replica, 'hello');
  const plugin = (version: string, fault?: TestFault) =>
    testPlugin({ pluginId: 'hello', version, fault });
  const good = plugin('1.0.0');
  const other = testPlugin({ pluginId: 'other-one', version: '1.0.0' });
  const times: string[] = [];
  let patch = 0;

  beforeAll(async () => {
    await replica.start();
    await replica.serve([good, other], { policy: POLICY });
  });
  afterAll(async () => {
    process.stdout.write(
      `From the fault to the version before:\n${times.join('\n')}\n`,
    );
    await replica.destroy();
  });

  /** Rolls a version out that has the fault, under load on the other plugin; returns the rollout. */
  async function rollOutBad(
    fault: TestFault,
    faultAfterMs: number,
    policy: Partial<HostPolicy> = {},
  ) {
    patch += 1;
    const version = `2.0.${patch}`;
    const load = new LoadClient(
      `${replica.supervisor.url}/api/other-one/version`,
    );
    const rolloutId = await replica.rollOut([plugin(version, fault), other], {
      policy: { ...POLICY, ...policy },
      config: { test: { faultAfterMs } },
    });
    const { faultAt = 0 } = await watch.sees(version);
    return { rolloutId, version, faultAt, load };
  }

  function assertLogsAreBounded(): void {
    for (const directory of replica.supervisor.hostDirectories()) {
      const { size } = statSync(join(directory, 'host.log'));
      // Cut four times a second, with what a host can write in between.
      expect(size).toBeLessThan(64 * 1024 * 1024);
    }
  }

  async function assertUnharmed(load: LoadClient): Promise<void> {
    await load.stop();
    expect(load.failures).toEqual([]);
    const ready = await replica.get('/.backstage/health/v1/readiness');
    expect(ready.status).toBe(200);
  }

  it.each<[TestFault, string[], RegExp?]>([
    ['exits-after-serving', ['HOST_EXITED']],
    ['blocks-event-loop', ['HOST_HANG']],
    ['allocates-buffers', ['HOST_OUT_OF_MEMORY']],
    // Close to its limit V8 collects without end: the host may hang before it gives up.
    ['allocates-heap', ['HOST_OUT_OF_MEMORY', 'HOST_HANG']],
    ['probe-turns-bad', ['HOST_PROBE_FAILED']],
    ['probe-turns-silent', ['HOST_PROBE_FAILED']],
    [
      'rejects-unawaited',
      ['HOST_UNHANDLED_ERROR'],
      /-backend 2.+nobody awaits/,
    ],
    ['throws-uncaught', ['HOST_UNHANDLED_ERROR'], /nobody catches this/],
    ['floods-log', ['HOST_LOG_FLOOD'], /-backend 2.+ MiB of it were dropped/],
  ])('goes back when one %s', async (fault, codes, words = /hello/) => {
    const late = fault === 'exits-after-serving';
    const { rolloutId, faultAt, load } = await rollOutBad(
      fault,
      late ? 6_000 : 1_500,
    );
    const { rollout } = await replica.controlPlane.reported(
      status =>
        status.rollout?.rolloutId === rolloutId &&
        status.rollout.state === 'rolledBack',
    );
    const { at } = await watch.sees('1.0.0');
    times.push(`  ${fault}: ${at - faultAt} ms (${rollout?.reason?.code})`);
    expect(codes).toContain(rollout?.reason?.code);
    expect(at - faultAt).toBeLessThan(LIMIT_MS);
    expect(rollout?.reason?.message).toMatch(words);
    await assertUnharmed(load);
  });

  it.each<[string, TestFault, number, Partial<HostPolicy>, string]>([
    [
      'where the environment says so',
      'rejects-unawaited',
      500,
      { undoOnUnhandledErrors: false },
      'HOST_UNHANDLED_ERROR',
    ],
    [
      'after its probation',
      'rejects-unawaited',
      6_000,
      { probationMs: 0 },
      'HOST_UNHANDLED_ERROR',
    ],
    [
      'after its probation',
      'floods-log',
      500,
      { probationMs: 0 },
      'HOST_LOG_FLOOD',
    ],
  ])('only tells, %s, that one %s', async (_, fault, afterMs, policy, code) => {
    const { rolloutId, version, load } = await rollOutBad(
      fault,
      afterMs,
      policy,
    );
    await replica.controlPlane.rolloutState(rolloutId, 'serving');
    const { hosts } = await replica.controlPlane.reported(status =>
      status.hosts.some(host => host.warning),
    );
    expect(hosts.filter(host => host.warning)).toMatchObject([
      {
        pluginId: 'hello',
        state: 'serving',
        restarts: 0,
        warning: { code, pluginId: 'hello' },
      },
    ]);
    await sleep(2_000);
    expect((await watch.sees(version)).version).toBe(version);
    assertLogsAreBounded();
    await assertUnharmed(load);
  });
});
