import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../testUtils/eventually';
import { fillDisk } from '../testUtils/fillDisk';
import { itUnless } from '../testUtils/itUnless';
import { testPlugin } from '../testUtils/testPlugin';
import { TestReplica } from '../testUtils/TestReplica';
import { whyNoSmallDisk } from '../testUtils/whyNoSmallDisk';
import { identifyProcess } from './processIdentity';

jest.setTimeout(120_000);

const hello = (version: string) => testPlugin({ pluginId: 'hello', version });
const POLICY = { probationMs: 0, heartbeatTimeoutMs: 2_000 };

describe('output that nobody takes', () => {
  let replica: TestReplica;

  beforeEach(() => {
    replica = new TestReplica();
  });
  afterEach(() => replica.destroy());

  const read = async () => (await replica.get('/api/hello/version')).body;

  it('ends no supervisor, and keeps it from nothing', async () => {
    await replica.start();
    await replica.serve([hello('1.0.0')], { policy: POLICY });
    const supervisor = identifyProcess(replica.supervisor.pid);
    replica.supervisor.closeOutput();
    await replica.serve([hello('2.0.0')], { policy: POLICY });
    const { pid, version } = await read();
    expect(version).toBe('2.0.0');
    process.kill(pid, 'SIGKILL');
    await eventually(async () => expect((await read()).pid).not.toBe(pid));
    expect(identifyProcess(replica.supervisor.pid)).toEqual(supervisor);
  });

  /** Logs and layouts of hosts on a disk of their own. */
  function mountSmallDisk(): string {
    const runtime = join(replica.supervisor.data, 'runtime');
    const hosts = join(runtime, readdirSync(runtime)[0] ?? '', 'host/hosts');
    const options = ['-t', 'tmpfs', '-o', 'size=4m,mode=755', 'none', hosts];
    execFileSync('mount', options, { stdio: 'pipe' });
    return hosts;
  }

  const itMay = itUnless(whyNoSmallDisk());

  itMay(
    'ends no host whose log has no room, and is no reason against it',
    async () => {
      let hosts = '';
      const unmount = () => hosts && execFileSync('umount', ['--lazy', hosts]);
      await replica.start([], { prepare: () => unmount });
      await replica.serve([hello('1.0.0')], { policy: POLICY });
      hosts = mountSmallDisk();
      await replica.serve([hello('2.0.0')], { policy: POLICY });
      const before = await read();
      fillDisk(hosts);
      const line = 'x'.repeat(4_000);
      await replica.get(`/api/hello/say?text=${line}`);
      await replica.get(`/api/hello/say?text=${line}`);
      await sleep(2 * POLICY.heartbeatTimeoutMs);
      expect(await read()).toEqual(before);
      const [host] = replica.controlPlane.latest?.hosts ?? [];
      expect(host).toMatchObject({ state: 'serving', restarts: 0 });
      expect(host?.warning).toBeUndefined();
    },
  );
});
