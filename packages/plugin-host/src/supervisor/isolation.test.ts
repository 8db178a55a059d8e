import { spawnSync } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../testUtils/eventually';
import { itUnless } from '../testUtils/itUnless';
import { testPlugin } from '../testUtils/testPlugin';
import { TestReplica } from '../testUtils/TestReplica';

jest.setTimeout(90_000);

const CANARY = 'canary-4f1b2c';
const BY_SCHEMA = 'schema-canary-77aa';

interface Sight {
  env: Record<string, string>;
  uid: number;
  argv: string[];
  signal: string;
  [attempt: string]: unknown;
}

describe('what a hosted plugin can see', () => {
  const replica = new TestReplica();
  const isRoot = process.getuid?.() === 0;
  const hello = testPlugin({
    pluginId: 'hello',
    version: '1.0.0',
    configSchema: {
      type: 'object',
      properties: {
        hello: {
          type: 'object',
          properties: { greeting: { type: 'string', visibility: 'secret' } },
        },
      },
    },
  });
  const other = testPlugin({ pluginId: 'other-one', version: '1.0.0' });

  beforeAll(async () => {
    await replica.start([], { env: { SUPERVISOR_SECRET: CANARY } });
    await replica.serve([hello, other], {
      config: { hello: { apiToken: CANARY, greeting: BY_SCHEMA } },
    });
  });
  afterAll(() => replica.destroy());

  it('is nothing of the machine but its own packages', async () => {
    const { body } = await replica.get<Sight>('/api/hello/sight');
    expect(body).toMatchObject({
      passwd: 'ERR_ACCESS_DENIED',
      parent: 'ERR_ACCESS_DENIED',
      write: 'ERR_ACCESS_DENIED',
      child: 'ERR_ACCESS_DENIED',
      worker: 'ERR_ACCESS_DENIED',
      inspector: 'ERR_ACCESS_DENIED',
      stateFile: 'ERR_ACCESS_DENIED',
      addon: 'ERR_DLOPEN_DISABLED',
    });
  });

  it('comes from the least grants: reading, and nothing else', async () => {
    const { body } = await replica.get<Sight>('/api/hello/sight');
    const flags = body.argv.map(flag => flag.split('=')[0]);
    expect(new Set(flags)).toEqual(
      new Set([
        '--permission',
        '--disable-sigusr1',
        '--allow-fs-read',
        '--max-old-space-size',
      ]),
    );
  });

  it('is bounded by the operating system from its first instruction on', async () => {
    const { pid } = (await replica.get('/api/hello/version')).body;
    const limits = readFileSync(`/proc/${pid}/limits`, 'utf8');
    expect(limits).toMatch(/Max core file size +0 +0 /);
    expect(limits).toMatch(/Max open files +4096 +4096 /);
    const [mechanism] =
      /"mechanism":"\w+"/.exec(replica.supervisor.output) ?? [];
    process.stdout.write(`Memory of hosts is limited here: ${mechanism}\n`);
    const bounded = /Max data size +\d+ +\d+ /.test(limits);
    expect(bounded).toBe(mechanism?.includes('rlimit'));
  });

  /** What the operating system lets the user of a plugin read: the answer of the kernel, without Node's permissions. */
  function readAs(uid: number, path: string): string {
    const { stdout, stderr } = spawnSync('cat', [path], { uid, gid: uid });
    return `${stdout}${stderr}`;
  }

  const itMay = itUnless(
    isRoot ? undefined : 'not root: hosts share the user of the supervisor',
  );

  itMay(
    'is, also without Node’s permissions, nothing of the supervisor or of other plugins',
    async () => {
      const { uid, signal } = (await replica.get<Sight>('/api/hello/sight'))
        .body;
      const { data, pid } = replica.supervisor;
      const { pid: neighbour } = (await replica.get('/api/other-one/version'))
        .body;
      const directory =
        replica.supervisor
          .hostDirectories()
          .find(path =>
            readAs(uid, join(path, 'keys/private.pem')).includes('denied'),
          ) ?? '';
      for (const path of [
        `/proc/${pid}/environ`,
        `/proc/${neighbour}/environ`,
        join(data, 'state.json'),
        join(data, 'key'),
        join(directory, 'keys/private.pem'),
        join(directory, 'packages/0/package.json'),
      ]) {
        expect([path, readAs(uid, path)]).toEqual([
          path,
          expect.stringContaining('Permission denied'),
        ]);
      }
      expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).toContain(CANARY);
      expect(signal).toBe('EPERM');
    },
  );

  it('is nothing of the supervisor’s environment', async () => {
    const { body } = await replica.get<Sight>('/api/hello/sight');
    expect(Object.keys(body.env).sort()).toEqual(['LANG', 'NODE_ENV', 'TZ']);
  });

  it('is a user of its own, when the supervisor may switch users', async () => {
    const [first, second] = [
      (await replica.get<Sight>('/api/hello/sight')).body.uid,
      (await replica.get<Sight>('/api/other-one/sight')).body.uid,
    ];
    expect(first === process.getuid?.()).toBe(!isRoot);
    expect(first === second).toBe(!isRoot);
  });

  it('is its own database with its own role', async () => {
    const { body } = await replica.get<{ role: string; name: string }>(
      '/api/hello/rows',
    );
    expect(body.role).toBe(body.name);
    expect(body.role).toMatch(/^host_test_/);
  });

  it('signs with the key that it was given', async () => {
    const { body } = await replica.get<{ token: string }>('/api/hello/whoami');
    const [header, payload] = body.token
      .split('.')
      .map(part => Buffer.from(part, 'base64url').toString());
    expect(header).toContain('"kid":"hello-1"');
    expect(payload).toContain('"sub":"hello"');
  });

  it('keeps its secrets out of every report', async () => {
    const secrets = [CANARY, BY_SCHEMA, replica.password('hello')];
    for (const secret of secrets) {
      await replica.get(`/api/hello/say?text=${secret}`);
    }
    const { controlPlane } = replica;
    await eventually(() => expect(controlPlane.logs).toContain('logged ***'));
    expect(controlPlane.logs).toContain('plain ***');
    for (const secret of secrets) {
      expect(controlPlane.logs).not.toContain(secret);
    }
  });

  it('leaves the state, which holds secrets, to its owner alone', () => {
    const { mode } = statSync(join(replica.supervisor.data, 'state.json'));
    expect(mode % 0o1000).toBe(0o600);
  });

  it('needs no way into the checkout: the runtime is a copy of its own', () => {
    const runtimes = readdirSync(join(replica.supervisor.data, 'runtime'));
    expect(runtimes).toHaveLength(1);
  });

  itMay(
    'is refused a data directory that other users cannot traverse',
    async () => {
      const closed = mkdtempSync(join(tmpdir(), 'closed-'));
      try {
        const start = replica.supervisor.startIn(join(closed, 'data'));
        await expect(start).rejects.toThrow(`may not traverse ${closed}`);
      } finally {
        rmSync(closed, { recursive: true, force: true });
      }
    },
  );
});
