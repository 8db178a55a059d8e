import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditLog } from '@sceneshift/backstage-platform-node';
import type { Knex } from 'knex';
import { Client } from 'pg';
import { FakeRegistryService } from '../__testUtils__/FakeRegistryService';
import { publishHello } from '../__testUtils__/publishHello';
import {
  databases,
  ENCRYPTION_KEY,
  TestLifecycle,
} from '../__testUtils__/TestLifecycle';
import type { Failpoint } from '../rollout/failpoint';

jest.setTimeout(120_000);

const TRANSFORM = require.resolve('@backstage/cli/config/nodeTransform.cjs');
const SCRIPT = join(__dirname, '../__testUtils__/crashingChangeOver.ts');

/** @returns the signal that ended it */
async function crash(db: Knex, failpoint: Failpoint): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'crash-'));
  const { host, port, user, password, database } = db.client.connectionSettings;
  const url = `postgresql://${user}:${password}@${host}:${port}/${database}`;
  const child = spawn(
    process.execPath,
    ['--require', TRANSFORM, SCRIPT, url, directory],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env.PATH,
        SCENESHIFT_FAILPOINT: failpoint,
        TEST_ENCRYPTION_KEY: ENCRYPTION_KEY,
      },
    },
  );
  const [, signal] = await once(child, 'exit');
  await rm(directory, { recursive: true, force: true });
  return signal;
}

async function resume(db: Knex): Promise<TestLifecycle> {
  // The lease of the dead process would run out by itself; the test does not wait for it.
  await db('rollouts').update({ leased_until: new Date(0) });
  const registry = new FakeRegistryService();
  await publishHello(registry, '1.0.0');
  await publishHello(registry, '2.0.0', 'one-way');
  return TestLifecycle.start({ db, registry });
}

/** The desired host may write, nothing is held, and nothing is left undone. */
async function expectOrder(lifecycle: TestLifecycle): Promise<void> {
  const { db } = lifecycle;
  await lifecycle.eventually(async () =>
    expect(
      await db('plugin_databases').whereNot('state', 'ready').pluck('state'),
    ).toEqual([]),
  );
  const { body } = await lifecycle.desired();
  const client = new Client(body.hosts[0].database);
  await client.connect();
  await client.query('CREATE TABLE written (id int)');
  await client.end();
  await lifecycle.eventually(() =>
    expect(
      lifecycle.hostedPlugins.snapshot()?.environments.development?.plugins
        .hello?.held,
    ).toBeUndefined(),
  );
  expect(await new AuditLog().verify(db, 'demo')).toMatchObject({ ok: true });
}

describe('a control plane that is killed while it changes a database over', () => {
  it('is carried on by the next one when the copy was made', async () => {
    const db = await databases.init('POSTGRES_18');
    expect(await crash(db, 'controlPlane.snapshot.taken')).toBe('SIGKILL');
    const lifecycle = await resume(db);
    const { id } = await db('rollouts').whereNull('ended_at').first('id');
    await lifecycle.untilReleased(id);
    const { body } = await lifecycle.desired();
    expect(body.generation).toBe(2);
    await lifecycle.converge();
    await lifecycle.until(id, 'serving');
    await expectOrder(lifecycle);
    await lifecycle.dropHostDatabases();
    await lifecycle.stop();
  });

  it('is carried on by the next one when the old database serves again', async () => {
    const db = await databases.init('POSTGRES_18');
    expect(await crash(db, 'controlPlane.snapshot.restored')).toBe('SIGKILL');
    const lifecycle = await resume(db);
    const { body } = await lifecycle.desired();
    expect(body).toMatchObject({
      generation: 1,
      hosts: [{ packages: [{ version: '1.0.0' }] }],
    });
    await expectOrder(lifecycle);
    await lifecycle.dropHostDatabases();
    await lifecycle.stop();
  });
});
