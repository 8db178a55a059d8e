import {
  appendFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../testUtils/eventually';
import { LoadClient } from '../testUtils/LoadClient';
import { testPlugin } from '../testUtils/testPlugin';
import { TestReplica } from '../testUtils/TestReplica';

jest.setTimeout(120_000);

describe('what plugins and people do to a running host', () => {
  const replica = new TestReplica();
  const hello = testPlugin({ pluginId: 'hello', version: '1.0.0' });

  beforeAll(async () => {
    await replica.start(['--audit-interval-s', '0.5']);
    await replica.serve([hello], { policy: { probationMs: 0 } });
  });
  afterAll(() => replica.destroy());

  const pid = async () => (await replica.get('/api/hello/version')).body.pid;

  const replaced = (before: number) =>
    eventually(async () => expect(await pid()).not.toBe(before));

  /** Directory of the running host. */
  function layout(): string {
    const present = replica.supervisor.hostDirectories();
    return present[0] ?? '';
  }

  it.each<[string, (directory: string) => void]>([
    [
      'changed',
      directory =>
        appendFileSync(join(directory, 'packages/0/dist/index.cjs.js'), '//'),
    ],
    [
      'added',
      directory => writeFileSync(join(directory, 'packages/0/extra.js'), ''),
    ],
    [
      'deleted',
      directory => rmSync(join(directory, 'packages/0/migrations/001.js')),
    ],
  ])(
    'replaces a host without a lost request when a file is %s',
    async (_, change) => {
      const before = await pid();
      const load = new LoadClient(
        `${replica.supervisor.url}/api/hello/version`,
      );
      change(layout());
      await replaced(before);
      await eventually(() =>
        expect(replica.supervisor.hostDirectories()).toHaveLength(1),
      );
      await load.stop();
      expect(load.failures).toEqual([]);
      expect(replica.controlPlane.latest?.rollout?.state).toBe('serving');
    },
  );

  it.each<[string, (directory: string) => void]>([
    ['added', directory => writeFileSync(join(directory, 'extra.js'), '')],
    ['deleted', directory => rmSync(join(directory, 'package.json'))],
  ])(
    'repairs an artifact on disk that had a file %s, and leaves its host alone',
    async (_, change) => {
      const before = await pid();
      const directory = join(
        replica.supervisor.data,
        'artifacts',
        hello.digest,
      );
      const names = () => readdirSync(directory).sort();
      const whole = names();
      change(directory);
      expect(names()).not.toEqual(whole);
      await eventually(() => expect(names()).toEqual(whole));
      expect(await pid()).toBe(before);
    },
  );

  it('cuts the log of a plugin that floods it', async () => {
    for (let round = 0; round < 3; round++) {
      await replica.get('/api/hello/flood');
    }
    await replica.get('/api/hello/say?text=after-the-flood');
    await eventually(() => {
      const { size } = statSync(join(layout(), 'host.log'));
      expect(size).toBeLessThan(6 * 1024 * 1024);
    });
    await eventually(() =>
      expect(replica.controlPlane.logs).toContain('after-the-flood'),
    );
    const lines = replica.controlPlane.statuses.flatMap(({ hosts }) =>
      hosts.map(host => host.logs?.length ?? 0),
    );
    expect(Math.max(...lines)).toBeLessThanOrEqual(200);
  });

  it('takes a rollout up where the control plane was away in its middle', async () => {
    const next = testPlugin({ pluginId: 'hello', version: '2.0.0' });
    replica.controlPlane.failDownloads(2);
    const rolloutId = await replica.rollOut([next]);
    await replica.controlPlane.rolloutState(rolloutId, 'serving');
    expect((await replica.get('/api/hello/version')).body.version).toBe(
      '2.0.0',
    );
  });

  it('leaves its hosts to the next supervisor when it is told to', async () => {
    const keeper = new TestReplica();
    await keeper.start(['--keep-hosts-on-exit']);
    try {
      await keeper.serve([hello]);
      const before = (await keeper.get('/api/hello/version')).body.pid;
      await keeper.supervisor.stop();
      await keeper.supervisor.start();
      const after = (await keeper.get('/api/hello/version')).body.pid;
      expect(after).toBe(before);
    } finally {
      await keeper.destroy();
    }
  });
});
