import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditLog } from '@sceneshift/backstage-platform-node';
import type { Knex } from 'knex';
import { FakeRegistryService } from './__testUtils__/FakeRegistryService';
import { publishHello, publishPage } from './__testUtils__/publishHello';
import {
  databases,
  ENCRYPTION_KEY,
  TestLifecycle,
} from './__testUtils__/TestLifecycle';
import type { Failpoint } from './rollout/failpoint';

jest.setTimeout(120_000);

const TRANSFORM = require.resolve('@backstage/cli/config/nodeTransform.cjs');
const SCRIPT = join(__dirname, '__testUtils__', 'crashingControlPlane.ts');

/**
 * @param supervisors - those that do at once what they are told, separated by commas
 * @returns the signal that ended it
 */
async function crash(
  db: Knex,
  failpoint: Failpoint,
  pluginId: string,
  ...supervisors: string[]
) {
  const directory = await mkdtemp(join(tmpdir(), 'crash-'));
  const { host, port, user, password, database } = db.client.connectionSettings;
  const url = `postgresql://${user}:${password}@${host}:${port}/${database}`;
  const child = spawn(
    process.execPath,
    ['--require', TRANSFORM, SCRIPT, url, directory, pluginId, ...supervisors],
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

/** Everything that a rollout moves is where it belongs, and everybody was told. */
async function expectConverged(lifecycle: TestLifecycle) {
  const { db } = lifecycle;
  expect(await db('environments').first()).toMatchObject({
    serving_generation: 1,
    desired_generation: 1,
    remotes_generation: 1,
    active_rollout_id: null,
  });
  expect((await lifecycle.get('/remotes')).body.remotes).toHaveLength(1);
  expect(await new AuditLog().verify(db, 'demo')).toMatchObject({ ok: true });
  await lifecycle.eventually(async () =>
    expect(await db('outbox_events').whereNull('published_at')).toEqual([]),
  );
}

async function storedEnvironment(db: Knex) {
  const stored = await db('environments').first();
  return {
    name: stored.name,
    title: stored.title,
    organization: stored.organization_id,
    backstageRelease: stored.backstage_release,
    policy: stored.policy,
  };
}

describe('a control plane that is killed', () => {
  it.each<[Failpoint, string]>([
    ['controlPlane.rollout.started', 'hello'],
    ['controlPlane.rollout.prepared', 'hello'],
    ['controlPlane.rollout.released', 'hello'],
    ['controlPlane.rollout.ended', 'page'],
  ])('at %s is carried on by the next one', async (failpoint, pluginId) => {
    const db = await databases.init('POSTGRES_18');
    expect(await crash(db, failpoint, pluginId)).toBe('SIGKILL');
    // The lease of the dead process would run out by itself; the test does not wait for it.
    await db('rollouts').update({ leased_until: new Date(0) });

    const registry = new FakeRegistryService();
    await publishHello(registry, '1.0.0');
    await publishPage(registry);
    const lifecycle = await TestLifecycle.start({ db, registry });
    const { id } = await db('rollouts').first('id');
    await lifecycle.untilReleased(id);
    await lifecycle.converge();
    await lifecycle.until(id, 'serving');

    await expectConverged(lifecycle);
    await lifecycle.dropHostDatabases();
    await lifecycle.stop();
  });

  it.each<Failpoint>([
    'controlPlane.rollout.replicaReleased',
    'controlPlane.rollout.canaryServed',
  ])('at %s goes on with the same canary', async failpoint => {
    const db = await databases.init('POSTGRES_18');
    expect(await crash(db, failpoint, 'hello', 'b,a')).toBe('SIGKILL');
    const released = () =>
      db('rollout_replicas').orderBy('position').pluck('replica_id');
    expect(await released()).toEqual(['a']);

    const registry = new FakeRegistryService();
    await publishHello(registry, '1.0.0');
    await publishPage(registry);
    const lifecycle = await TestLifecycle.start({
      db,
      registry,
      sceneshift: { environments: [await storedEnvironment(db)] },
    });
    const { id } = await db('rollouts').first('id');
    await lifecycle.eventually(async () => {
      await lifecycle.converge('a');
      await lifecycle.converge('b');
      expect((await lifecycle.rollout(id)).state).toBe('serving');
    });
    expect(await released()).toEqual(['a', 'b']);
    await expectConverged(lifecycle);
    await lifecycle.dropHostDatabases();
    await lifecycle.stop();
  });
});
