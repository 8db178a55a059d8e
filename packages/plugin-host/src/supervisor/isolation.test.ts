import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../testUtils/eventually';
import { testPlugin } from '../testUtils/testPlugin';
import { TestReplica } from '../testUtils/TestReplica';

jest.setTimeout(90_000);

const CANARY = 'canary-4f1b2c';
const BY_SCHEMA = 'schema-canary-77aa';

interface Sight {
  env: Record<string, string>;
  uid: number;
  argv: string[];
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
    await replica.start();
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
    });
    expect(body.argv).toContain('--permission');
  });

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

  it('is refused a data directory that other users cannot traverse', async () => {
    if (!isRoot) return;
    const closed = mkdtempSync(join(tmpdir(), 'closed-'));
    try {
      const start = replica.supervisor.startIn(join(closed, 'data'));
      await expect(start).rejects.toThrow(`may not traverse ${closed}`);
    } finally {
      rmSync(closed, { recursive: true, force: true });
    }
  });
});
