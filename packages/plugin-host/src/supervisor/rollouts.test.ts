import { statSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../testUtils/eventually';
import { LoadClient } from '../testUtils/LoadClient';
import {
  testModule,
  testPlugin,
  type TestFault,
} from '../testUtils/testPlugin';
import { TestReplica } from '../testUtils/TestReplica';

jest.setTimeout(90_000);

describe('rollouts on one replica', () => {
  const replica = new TestReplica();
  const plugin = (version: string, fault?: TestFault) =>
    testPlugin({ pluginId: 'hello', version, fault });
  const v1 = plugin('1.0.0');
  const v2 = plugin('2.0.0');
  const other = testPlugin({ pluginId: 'other-one', version: '1.0.0' });

  beforeAll(() => replica.start());
  afterAll(() => replica.destroy());

  it('installs a plugin and serves it', async () => {
    await replica.serve([v1]);
    const { body, headers } = await replica.get('/api/hello/version', {
      headers: { 'x-request-id': 'r1', traceparent: '00-1-2-03' },
    });
    expect(body).toMatchObject({
      version: '1.0.0',
      requestId: 'r1',
      traceparent: '00-1-2-03',
    });
    expect(headers.get('x-powered-by')).toBeNull();
    expect(replica.controlPlane.latest).toMatchObject({
      generation: 1,
      backstageRelease: '1.55.0',
      hosts: [{ pluginId: 'hello', state: 'serving', restarts: 0 }],
    });
    const health = await replica.get('/healthcheck');
    expect(health).toMatchObject({
      status: 200,
      body: { status: 'ok', generation: 1, hosts: 1 },
    });
  });

  it('loses no request in an upgrade and the way back over its migration', async () => {
    const url = `${replica.supervisor.url}/api/hello`;
    const load = new LoadClient(`${url}/version`);
    const slow = fetch(`${url}/slow?ms=2500`);
    await replica.serve([v2]);
    expect((await replica.get('/api/hello/version')).body.version).toBe(
      '2.0.0',
    );
    await replica.serve([v1]);
    expect((await replica.get('/api/hello/version')).body.version).toBe(
      '1.0.0',
    );
    expect((await slow).status).toBe(200);
    await load.stop();
    expect(load.failures).toEqual([]);
    expect(load.answered).toBeGreaterThan(100);
  });

  it('loads modules into the host of their plugin, with packages of the host in sight', async () => {
    await replica.serve([v1, testModule('hello')]);
    await eventually(() =>
      expect(replica.controlPlane.logs).toContain('is here: function'),
    );
    expect((await replica.get('/api/hello/version')).status).toBe(200);
  });

  it('does not touch plugins that did not change', async () => {
    await replica.serve([v1, other]);
    const before = await replica.get('/api/other-one/version');
    await replica.serve([v2, other]);
    const after = await replica.get('/api/other-one/version');
    expect(after.body.pid).toBe(before.body.pid);
  });

  it('asks a plugin for no more at a time than the policy says, and the other as ever', async () => {
    await replica.serve([v2, other], { policy: { maxRequestsInFlight: 2 } });
    const ask = () => replica.get<{ code?: string }>('/api/hello/slow?ms=1000');
    const answers = Promise.all([ask(), ask(), ask()]);
    expect((await replica.get('/api/other-one/version')).status).toBe(200);
    const said = (await answers).map(({ body }) => body.code ?? 'served');
    expect(said.sort()).toEqual(['HOST_BUSY', 'served', 'served']);
    expect((await ask()).status).toBe(200);
  });

  describe('with two plugins that serve', () => {
    beforeEach(() => replica.serve([v2, other]));

    it.each<[TestFault, string, string]>([
      ['throws-on-import', 'HOST_START_FAILED', 'broken on import'],
      ['rejects-in-init', 'HOST_START_FAILED', 'broken in init'],
      ['never-finishes-init', 'HOST_START_TIMEOUT', 'within 3000 ms'],
      ['exits-at-once', 'HOST_EXITED', 'code 7'],
      ['fails-its-probe', 'HOST_PROBE_FAILED', '500'],
      ['rejects-at-once', 'HOST_UNHANDLED_ERROR', 'nobody awaits ***'],
      // Its database is not there for another plugin.
      ['other-plugin-id', 'HOST_START_FAILED', "Plugin 'other'"],
    ])('gives a version that %s no traffic', async (fault, code, message) => {
      const load = new LoadClient(
        `${replica.supervisor.url}/api/hello/version`,
      );
      const pids = replica.supervisor.hostPids();
      const bad = plugin('3.0.0', fault);
      const rolloutId = await replica.rollOut([bad, other], {
        config: { test: { apiToken: 'canary-token' } },
        policy: {
          gateTimeoutMs: fault === 'never-finishes-init' ? 3_000 : 30_000,
        },
      });
      const rollout = await replica.controlPlane.rolloutState(
        rolloutId,
        'failed',
      );
      await load.stop();
      expect(rollout.reason).toMatchObject({ code, pluginId: 'hello' });
      expect(rollout.reason?.message).toContain(message);
      // One that ends at once, or is ended early on a busy machine, may have said nothing.
      const mayBeSilent = ['exits-at-once', 'never-finishes-init'];
      expect(mayBeSilent.includes(fault) || rollout.logs?.length).toBeTruthy();
      expect(load.failures).toEqual([]);
      expect([...load.bodies.keys()].join()).not.toContain('3.0.0');
      // The candidate is gone, what served before still serves.
      const added = replica.supervisor
        .hostPids()
        .filter(pid => !pids.includes(pid));
      expect(added).toEqual([]);
    });

    it('refuses a version that floods its log while it starts, and keeps the log small', async () => {
      const sizes: number[] = [];
      const watch = setInterval(() => {
        for (const directory of replica.supervisor.hostDirectories()) {
          const log = join(directory, 'host.log');
          sizes.push(statSync(log, { throwIfNoEntry: false })?.size ?? 0);
        }
      }, 50);
      const rolloutId = await replica.rollOut([
        plugin('3.0.0', 'floods-log-in-init'),
        other,
      ]);
      const { reason } = await replica.controlPlane.rolloutState(
        rolloutId,
        'failed',
      );
      clearInterval(watch);
      expect(reason).toMatchObject({
        code: 'HOST_LOG_FLOOD',
        message: expect.stringMatching(/3\.0\.0 floods its log: \d+ MiB/),
      });
      // Cut four times a second, with what a host can write in between.
      expect(Math.max(...sizes)).toBeLessThan(64 * 1024 * 1024);
      expect((await replica.get('/api/hello/version')).status).toBe(200);
    });

    it('refuses a package that claims another version than the one wanted', async () => {
      const bad = testPlugin({
        pluginId: 'hello',
        version: '3.0.0',
        claimedVersion: '3.0.1',
      });
      const rolloutId = await replica.rollOut([bad, other]);
      const { reason } = await replica.controlPlane.rolloutState(
        rolloutId,
        'failed',
      );
      expect(reason?.code).toBe('HOST_INVENTORY_MISMATCH');
    });

    it('switches nothing when one of several candidates fails', async () => {
      const upgraded = testPlugin({ pluginId: 'other-one', version: '2.0.0' });
      const bad = plugin('3.0.0', 'rejects-in-init');
      const rolloutId = await replica.rollOut([bad, upgraded]);
      await replica.controlPlane.rolloutState(rolloutId, 'failed');
      const { body } = await replica.get('/api/other-one/version');
      expect(body.version).toBe('1.0.0');
    });
  });

  it('finds nothing to warn of in good plugins', () => {
    const hosts = replica.controlPlane.statuses.flatMap(({ hosts: of }) => of);
    expect(hosts.filter(({ warning }) => warning)).toEqual([]);
  });

  it('removes a plugin, and says so', async () => {
    await replica.serve([v2, other]);
    await replica.serve([v2], { policy: { probationMs: 0 } });
    const { status, body } = await replica.get<{ code: string }>(
      '/api/other-one/version',
    );
    expect([status, body.code]).toEqual([503, 'HOST_UNAVAILABLE']);
  });
});
