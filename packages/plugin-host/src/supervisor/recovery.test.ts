import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LoadClient } from '../testUtils/LoadClient';
import { testPlugin, type TestFault } from '../testUtils/testPlugin';
import { TestReplica } from '../testUtils/TestReplica';
import { identifyProcess } from './processIdentity';

jest.setTimeout(90_000);

describe('recovery of one replica', () => {
  const replica = new TestReplica();
  const plugin = (version: string, fault?: TestFault) =>
    testPlugin({ pluginId: 'hello', version, fault });
  const v1 = plugin('1.0.0');
  const v2 = plugin('2.0.0');
  const other = testPlugin({ pluginId: 'other-one', version: '1.0.0' });
  const noProbation = { policy: { probationMs: 0 } };

  beforeAll(() => replica.start());
  afterAll(() => replica.destroy());

  const pidOf = async (pluginId: string) =>
    (await replica.get(`/api/${pluginId}/version`)).body.pid;

  const serving = (pluginId: string, reason?: string) =>
    replica.controlPlane.reported(({ hosts }) => {
      const host = hosts.find(candidate => candidate.pluginId === pluginId);
      return host?.state === 'serving' && host.reason?.code === reason;
    });

  it('brings a killed host back, holds requests meanwhile and loses no other plugin’s', async () => {
    await replica.serve([v1, other], noProbation);
    const load = new LoadClient(
      `${replica.supervisor.url}/api/other-one/version`,
    );
    const pid = await pidOf('hello');
    process.kill(pid, 'SIGKILL');
    const { status, body } = await replica.get('/api/hello/version');
    expect(status).toBe(200);
    expect(body.pid).not.toBe(pid);
    await load.stop();
    expect(load.failures).toEqual([]);
    const report = await serving('hello');
    expect(report.hosts[0]?.restarts).toBe(1);
  });

  it('ends a request in flight that is not repeatable with 502, and repeats one that is', async () => {
    const posted = replica.get<{ code: string }>('/api/hello/slow?ms=3000', {
      method: 'POST',
      body: 'x',
    });
    const got = replica.get('/api/hello/slow?ms=1000');
    await sleep(300);
    process.kill(await pidOf('hello'), 'SIGKILL');
    expect(await posted).toMatchObject({
      status: 502,
      body: { code: 'HOST_CONNECTION_LOST' },
    });
    expect((await got).status).toBe(200);
  });

  it('replaces a host that hangs', async () => {
    const pid = await pidOf('hello');
    const hanging = replica.get('/api/hello/hang', { method: 'POST' });
    await sleep(300);
    const { status, body } = await replica.get('/api/hello/version');
    expect(status).toBe(200);
    expect(body.pid).not.toBe(pid);
    expect((await hanging).status).toBe(502);
    expect(identifyProcess(pid)).toBeUndefined();
  });

  it('replaces a host that takes too much memory', async () => {
    const pid = await pidOf('hello');
    await replica.get('/api/hello/buffers', { method: 'POST' });
    await replica.controlPlane.everReported(({ hosts }) =>
      hosts.some(({ reason }) => reason?.code === 'HOST_OUT_OF_MEMORY'),
    );
    expect(await pidOf('hello')).not.toBe(pid);
  });

  it('goes back to the last good version when one ends again and again', async () => {
    const bad = plugin('3.0.0', 'exits-after-serving');
    await replica.serve([v1, other], noProbation);
    await replica.serve([bad, other], noProbation);
    const startedAt = Date.now();
    await serving('hello', 'HOST_CRASH_LOOP');
    expect(Date.now() - startedAt).toBeLessThan(15_000);
    const { body } = await replica.get('/api/hello/version');
    expect(body.version).toBe('1.0.0');
    expect(replica.controlPlane.latest?.rollout).toMatchObject({
      state: 'rolledBack',
      reason: { code: 'HOST_CRASH_LOOP', pluginId: 'hello' },
    });
    // It stays there: no flapping.
    const pid = await pidOf('hello');
    await sleep(4_000);
    expect(await pidOf('hello')).toBe(pid);
  });

  it('serves on while the control plane is away, and comes back to it', async () => {
    await replica.controlPlane.stop();
    process.kill(await pidOf('hello'), 'SIGKILL');
    expect((await replica.get('/api/hello/version')).status).toBe(200);
    await replica.controlPlane.start();
    await replica.serve([v2, other], noProbation);
    expect((await replica.get('/api/hello/version')).body.version).toBe(
      '2.0.0',
    );
  });

  it('adopts its hosts after its own death', async () => {
    const before = [await pidOf('hello'), await pidOf('other-one')];
    await replica.supervisor.crash();
    await replica.supervisor.start();
    const after = [await pidOf('hello'), await pidOf('other-one')];
    expect(after).toEqual(before);
    process.kill(before[0] ?? 0, 'SIGKILL');
    expect(await pidOf('hello')).not.toBe(before[0]);
  });

  it('brings up what died while it was away, even without a control plane', async () => {
    const [pid, adopted] = [await pidOf('hello'), await pidOf('other-one')];
    await replica.supervisor.crash();
    await replica.controlPlane.stop();
    process.kill(pid, 'SIGKILL');
    await replica.supervisor.start();
    expect((await replica.get('/api/hello/version')).body.version).toBe(
      '2.0.0',
    );
    expect(await pidOf('other-one')).toBe(adopted);
    await replica.controlPlane.start();
  });

  it('refuses an artifact that was changed on disk, and fetches it again', async () => {
    const directory = join(replica.supervisor.data, 'artifacts', v2.digest);
    appendFileSync(join(directory, 'dist/index.cjs.js'), '\n// changed');
    const downloads = replica.controlPlane.downloads.length;
    process.kill(await pidOf('hello'), 'SIGKILL');
    expect((await replica.get('/api/hello/version')).body.version).toBe(
      '2.0.0',
    );
    expect(replica.controlPlane.downloads.slice(downloads)).toEqual([
      v2.digest,
    ]);
    expect(
      readFileSync(join(directory, 'dist/index.cjs.js'), 'utf8'),
    ).not.toContain('// changed');
  });

  it('ends every host and leaves no directory behind when it is stopped', async () => {
    const pids = replica.supervisor.hostPids();
    expect(pids).toHaveLength(2);
    await replica.supervisor.stop();
    expect(pids.map(identifyProcess)).toEqual([undefined, undefined]);
    expect(readdirSync(join(replica.supervisor.data, 'sockets'))).toEqual([]);
  });
});
