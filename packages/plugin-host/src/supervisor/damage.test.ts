import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../testUtils/eventually';
import { fillDisk } from '../testUtils/fillDisk';
import { itUnless } from '../testUtils/itUnless';
import { LoadClient } from '../testUtils/LoadClient';
import { testPlugin, type TestFault } from '../testUtils/testPlugin';
import { TestReplica } from '../testUtils/TestReplica';
import { whyNoSmallDisk } from '../testUtils/whyNoSmallDisk';

jest.setTimeout(120_000);

const hello = (version: string) => testPlugin({ pluginId: 'hello', version });
const POLICY = { probationMs: 0 };

describe('a data directory that is damaged', () => {
  const replica = new TestReplica();
  const v1 = hello('1.0.0');

  beforeAll(async () => {
    await replica.start(['--audit-interval-s', '0.5']);
    await replica.serve([v1], { policy: POLICY });
  });
  afterAll(() => replica.destroy());

  const pid = async () => (await replica.get('/api/hello/version')).body.pid;
  const path = (name: string) => join(replica.supervisor.data, name);

  const serves = () =>
    eventually(async () =>
      expect((await replica.get('/api/hello/version')).status).toBe(200),
    );

  it.each<[string, () => void]>([
    ['truncated', () => truncateSync(path('state.json'), 100)],
    ['empty', () => truncateSync(path('state.json'), 0)],
    ['gone', () => rmSync(path('state.json'))],
    ['of another shape', () => writeFileSync(path('state.json'), '{}')],
  ])(
    'goes on with the state before when the state is %s',
    async (_, damage) => {
      const before = await pid();
      await replica.supervisor.crash();
      damage();
      await replica.supervisor.start();
      expect(await pid()).toBe(before);
    },
  );

  it('starts with what the control plane wants when no state can be read', async () => {
    const before = await pid();
    await replica.supervisor.crash();
    for (const name of ['state.json', 'state.json.previous']) {
      writeFileSync(path(name), 'broken');
    }
    await replica.supervisor.start();
    await serves();
    expect(replica.supervisor.output).toContain('is damaged and put aside');
    await eventually(async () =>
      expect(replica.supervisor.runningHostPids()).toEqual([await pid()]),
    );
    expect(await pid()).not.toBe(before);
  });

  it('fetches an artifact that was cut off again, and loses no request', async () => {
    const before = await pid();
    const load = new LoadClient(`${replica.supervisor.url}/api/hello/version`);
    truncateSync(path(`artifacts/${v1.digest}/dist/index.cjs.js`), 10);
    await eventually(async () => expect(await pid()).not.toBe(before));
    await load.stop();
    expect(load.failures).toEqual([]);
  });
});

describe('artifacts that are damaged while others are started, or cannot be fetched', () => {
  let replica: TestReplica;
  const plugin = (pluginId: string, fault?: TestFault) =>
    testPlugin({ pluginId, version: '1.0.0', fault });

  const version = (pluginId: string) => replica.get(`/api/${pluginId}/version`);

  const damage = ({ digest }: { digest: string }) =>
    appendFileSync(
      join(replica.supervisor.data, `artifacts/${digest}/dist/index.cjs.js`),
      '\nthrow new Error("tampered");',
    );

  beforeEach(() => {
    replica = new TestReplica();
  });
  afterEach(() => replica.destroy());

  it('are verified again when their turn to start has come', async () => {
    await replica.start();
    const late = plugin('late');
    const slow = ['slow-a', 'slow-b'].map(id =>
      plugin(id, 'never-finishes-init'),
    );
    const options = { policy: { gateTimeoutMs: 9_000 }, withoutRollout: true };
    await replica.rollOut(slow, options);
    await eventually(() =>
      expect(replica.supervisor.runningHostPids()).toHaveLength(2),
    );
    // They have both of the places: it waits for one.
    await replica.rollOut([...slow, late], options);
    const placed = join(replica.supervisor.data, 'artifacts', late.digest);
    await eventually(() => expect(existsSync(placed)).toBe(true));
    await sleep(1_500);
    damage(late);
    expect(await replica.get('/healthcheck')).toMatchObject({
      status: 200,
      body: { status: 'degraded' },
    });
    await eventually(async () =>
      expect((await version('late')).status).toBe(200),
    );
    expect(replica.supervisor.output).toContain('differs from the manifest');
    expect(replica.supervisor.output).not.toContain('tampered');
  });

  it('keep no host waiting that was changed on disk', async () => {
    await replica.start(['--audit-interval-s', '0.5']);
    const [first, other] = [plugin('first'), plugin('other')];
    await replica.serve([first, other], { policy: POLICY });
    const { pid } = (await version('other')).body;
    const layout = replica.supervisor
      .hostDirectories()
      .find(directory =>
        readFileSync(join(directory, 'process.json'), 'utf8').includes('other'),
      );
    await replica.controlPlane.stop();
    damage(first);
    await sleep(1_500);
    const changed = Date.now();
    writeFileSync(join(layout ?? '', 'packages/0/added.js'), '');
    await eventually(async () => {
      const { status, body } = await version('other');
      expect(status).toBe(200);
      expect(body.pid).not.toBe(pid);
    });
    expect(Date.now() - changed).toBeLessThan(15_000);
    await replica.controlPlane.start();
  });
});

describe('a disk that is full', () => {
  const replica = new TestReplica();
  const runtime = mkdtempSync(join(tmpdir(), 'runtime-'));

  const mount = (args: string[]) =>
    execFileSync('mount', args, { stdio: 'pipe' });

  /** State and artifacts on a small disk of their own; the runtime, which is large and made once, elsewhere. */
  function mountSmallDisk(data: string): () => void {
    mount(['-t', 'tmpfs', '-o', 'size=4m,mode=755', 'none', data]);
    mkdirSync(join(data, 'runtime'));
    chmodSync(runtime, 0o755);
    mount(['--bind', runtime, join(data, 'runtime')]);
    return () => execFileSync('umount', ['--recursive', data]);
  }

  const fill = () => fillDisk(replica.supervisor.data);

  afterAll(async () => {
    await replica.destroy();
    rmSync(runtime, { recursive: true, force: true });
  });

  const itMay = itUnless(whyNoSmallDisk());

  itMay(
    'ends nothing that serves; a rollout says what is wrong; all goes on when there is room',
    async () => {
      await replica.start([], { prepare: mountSmallDisk });
      await replica.serve([hello('1.0.0')], { policy: POLICY });
      const load = new LoadClient(
        `${replica.supervisor.url}/api/hello/version`,
      );
      const free = fill();
      const failed = await replica.rollOut([hello('2.0.0')], {
        policy: POLICY,
      });
      const { reason } = await replica.controlPlane.rolloutState(
        failed,
        'failed',
      );
      expect(reason).toMatchObject({ code: 'FETCH_FAILED', pluginId: 'hello' });
      expect(reason?.message).toMatch(/no space left.*; make room there/);
      free();
      await replica.serve([hello('2.0.0')], { policy: POLICY });
      await load.stop();
      expect(load.failures).toEqual([]);

      const freeAgain = fill();
      const { pid } = (await replica.get('/api/hello/version')).body;
      await replica.supervisor.crash();
      await replica.supervisor.start();
      expect((await replica.get('/api/hello/version')).body.pid).toBe(pid);
      process.kill(pid, 'SIGKILL');
      await eventually(() =>
        expect(replica.supervisor.output).toContain('could not be written'),
      );
      freeAgain();
      await eventually(async () =>
        expect((await replica.get('/api/hello/version')).body.version).toBe(
          '2.0.0',
        ),
      );
    },
  );
});
