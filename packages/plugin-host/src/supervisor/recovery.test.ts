import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../testUtils/eventually';
import { LoadClient } from '../testUtils/LoadClient';
import { testPlugin, type TestFault } from '../testUtils/testPlugin';
import { TestReplica } from '../testUtils/TestReplica';
import { VersionWatch } from '../testUtils/VersionWatch';
import { identifyProcess } from './processIdentity';

jest.setTimeout(120_000);

describe('recovery of one replica', () => {
  const replica = new TestReplica();
  const plugin = (version: string, fault?: TestFault) =>
    testPlugin({ pluginId: 'hello', version, fault });
  const v1 = plugin('1.0.0');
  const other = testPlugin({ pluginId: 'other-one', version: '1.0.0' });
  let round = 0;

  beforeAll(() => replica.start());
  afterAll(() => replica.destroy());

  // Fresh hosts for each test: deaths are remembered, and delay the next start.
  beforeEach(async () => {
    round += 1;
    await replica.serve([v1, other], {
      config: { test: { round } },
      policy: { probationMs: 0 },
    });
  });

  const read = (pluginId: string) => replica.get(`/api/${pluginId}/version`);
  const pidOf = async (pluginId: string) => (await read(pluginId)).body.pid;

  /** Waits for another host; while there is none, nothing but "try again" may be answered. */
  const replaced = (pluginId: string, pid: number) =>
    eventually(async () => {
      const { status, body } = await read(pluginId);
      expect([200, 503]).toContain(status);
      expect([status, body.pid]).toEqual([200, expect.any(Number)]);
      expect(body.pid).not.toBe(pid);
    });

  /** When the supervisor lost hosts. */
  const lossesSince = (begin: number) =>
    replica.supervisor.output
      .split('\n')
      .filter(line => line.includes('A host was lost'))
      .map(line => Date.parse(JSON.parse(line).timestamp))
      .filter(at => at >= begin);

  const everReported = (code: string) =>
    replica.controlPlane.everReported(({ hosts }) =>
      hosts.some(({ reason }) => reason?.code === code),
    );

  it('brings a killed host back, and loses no other plugin’s request', async () => {
    const load = new LoadClient(
      `${replica.supervisor.url}/api/other-one/version`,
    );
    const pid = await pidOf('hello');
    process.kill(pid, 'SIGKILL');
    await replaced('hello', pid);
    await load.stop();
    expect(load.failures).toEqual([]);
    await everReported('HOST_EXITED');
    const { hosts } = await replica.controlPlane.reported(
      status => status.hosts[0]?.state === 'serving',
    );
    expect(hosts[0]).toMatchObject({ pluginId: 'hello', restarts: 1 });
  });

  it('ends a request in flight that is not repeatable with 502', async () => {
    const posted = replica.get<{ code: string }>('/api/hello/slow?ms=3000', {
      method: 'POST',
      body: 'x',
    });
    await sleep(300);
    process.kill(await pidOf('hello'), 'SIGKILL');
    expect(await posted).toMatchObject({
      status: 502,
      body: { code: 'HOST_CONNECTION_LOST' },
    });
  });

  it('replaces a host that hangs', async () => {
    const pid = await pidOf('hello');
    const hanging = replica.get('/api/hello/hang', { method: 'POST' });
    await everReported('HOST_HANG');
    await replaced('hello', pid);
    expect([502, 504]).toContain((await hanging).status);
    expect(identifyProcess(pid)).toBeUndefined();
  });

  it('goes back to the last good version when one ends again and again', async () => {
    const bad = plugin('3.0.0', 'exits-after-serving');
    const begin = Date.now();
    await replica.serve([bad, other], { policy: { probationMs: 0 } });
    const watch = new VersionWatch(replica, 'hello');
    await watch.sees('3.0.0');
    const watched = watch.sees('1.0.0');
    await replica.controlPlane.reported(({ hosts: [hello] }) =>
      Boolean(
        hello?.state === 'serving' && hello.reason?.code === 'HOST_CRASH_LOOP',
      ),
    );
    const { at, pid } = await watched;
    const [third = 0] = lossesSince(begin).slice(2);
    process.stdout.write(`Back ${at - third} ms after the third end\n`);
    expect(at - third).toBeLessThan(15_000);
    const { body } = await read('hello');
    expect(body).toMatchObject({ version: '1.0.0', pid });
    expect(replica.controlPlane.latest?.rollout).toMatchObject({
      state: 'rolledBack',
      reason: { code: 'HOST_CRASH_LOOP', pluginId: 'hello' },
    });
    // It stays there: no flapping.
    await sleep(4_000);
    expect(await pidOf('hello')).toBe(body.pid);
  });

  it('serves on while the control plane is away, and comes back to it', async () => {
    await replica.controlPlane.stop();
    const pid = await pidOf('hello');
    process.kill(pid, 'SIGKILL');
    await replaced('hello', pid);
    await replica.controlPlane.start();
    await replica.serve([plugin('2.0.0'), other]);
    expect((await read('hello')).body.version).toBe('2.0.0');
  });

  it('adopts its hosts after its own death, and looks after them', async () => {
    const before = [await pidOf('hello'), await pidOf('other-one')];
    const load = new LoadClient(`${replica.supervisor.url}/api/hello/version`);
    await replica.supervisor.crash();
    await replica.supervisor.start();
    const after = [await pidOf('hello'), await pidOf('other-one')];
    expect(after).toEqual(before);
    await load.stop();
    // Nobody listened for a moment. From the first connection on that was taken every request is answered.
    for (const failure of load.failures) {
      expect(failure).toMatch(/ECONNREFUSED|ECONNRESET|socket hang up/);
    }
    process.kill(before[0] ?? 0, 'SIGKILL');
    await replaced('hello', before[0] ?? 0);
  });

  it('brings up what died while it was away, even without a control plane', async () => {
    const [pid, adopted] = [await pidOf('hello'), await pidOf('other-one')];
    await replica.supervisor.crash();
    await replica.controlPlane.stop();
    process.kill(pid, 'SIGKILL');
    await replica.supervisor.start();
    await replaced('hello', pid);
    expect(await pidOf('other-one')).toBe(adopted);
    await replica.controlPlane.start();
  });

  it('refuses an artifact that was changed on disk, and fetches it again', async () => {
    const directory = join(replica.supervisor.data, 'artifacts', v1.digest);
    const file = join(directory, 'dist/index.cjs.js');
    appendFileSync(file, '\n// changed');
    const downloads = replica.controlPlane.downloads.length;
    const pid = await pidOf('hello');
    process.kill(pid, 'SIGKILL');
    await replaced('hello', pid);
    const fetched = replica.controlPlane.downloads.slice(downloads);
    expect(fetched).toEqual([v1.digest]);
    expect(readFileSync(file, 'utf8')).not.toContain('// changed');
  });

  it('ends every host and leaves no directory behind when it is stopped', async () => {
    await eventually(() =>
      expect(replica.supervisor.hostPids()).toHaveLength(2),
    );
    const pids = replica.supervisor.hostPids();
    await replica.supervisor.stop();
    expect(pids.map(identifyProcess)).toEqual([undefined, undefined]);
    expect(readdirSync(join(replica.supervisor.data, 'sockets'))).toEqual([]);
    await replica.supervisor.start();
  });
});
