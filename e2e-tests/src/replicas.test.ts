import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChaosWorld, packagesOf } from '../chaos/ChaosWorld.ts';
import type { Replica } from '../chaos/Replica.ts';
import { VersionLoad } from './VersionLoad.ts';

const postgres =
  process.env.BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING;

/** A supervisor that was not heard of this long counts as gone: one and a half of the times at which it reports. */
const GONE_MS = 8_000;

describe('an environment with two supervisors', () => {
  let world: ChaosWorld;
  let a: Replica;
  let b: Replica;

  before(async () => {
    assert.ok(postgres, 'the variable names a PostgreSQL; script/test sets it');
    world = await ChaosWorld.start(postgres, {
      replicas: { timeout: { milliseconds: GONE_MS } },
    });
    await world.addReplica('b');
    [a, b] = world.replicas as [Replica, Replica];
    await until('b to have caught up', () => servesLatest('b'));
  });

  after(async () => {
    await world?.stop();
    if (world) fs.rmSync(world.directory, { recursive: true, force: true });
  });

  const upgrade = (version: string) => ({
    action: 'upgrade',
    pluginId: 'alpha',
    packages: packagesOf('alpha', version),
  });

  async function servesLatest(id: string): Promise<boolean> {
    const { servingGeneration, replicas, activeRolloutId } =
      await world.client.environment();
    const replica = replicas.find(candidate => candidate.id === id);
    return !activeRolloutId && replica?.generation === servingGeneration;
  }

  /** What a supervisor's own front answers, past the control plane. */
  async function answerOf(replica: Replica) {
    const response = await fetch(`${replica.url}/api/alpha/version`);
    return (await response.json()) as { version: string; pid: number };
  }

  async function until(what: string, check: () => Promise<boolean>) {
    const deadline = Date.now() + 60_000;
    while (!(await check().catch(() => false))) {
      assert.ok(Date.now() < deadline, `waited too long for ${what}`);
      await sleep(20);
    }
  }

  it('is rolled out one after the other, and loses no request', async t => {
    const load = new VersionLoad(`${world.url}/api/alpha/version`);
    t.after(() => load.stop());
    const { rollout, ms } = await world.client.change(upgrade('2.0.0'));
    assert.equal(rollout.state, 'serving', JSON.stringify(rollout));
    const steps = rollout.steps.flatMap(({ state, replicaId }) =>
      replicaId && state === 'serving' ? [replicaId] : [],
    );
    assert.deepEqual(steps, ['a', 'b']);
    await load.stop();
    assert.deepEqual(load.lost, []);
    process.stdout.write(`  two supervisors: ${Math.round(ms)} ms\n`);
  });

  it('keeps the other one as it is when the canary falls', async () => {
    const before = await answerOf(b);
    const plan = await world.client.plan(upgrade('3.0.0'));
    const { id } = await world.client.start(plan);
    await until('the canary to serve', async () => {
      return (await answerOf(a)).version === '3.0.0';
    });
    await fetch(`${a.url}/api/alpha/crash`).catch(() => undefined);
    const ended = await world.client.until(id, ({ endedAt }) =>
      Boolean(endedAt),
    );
    assert.equal(ended.state, 'rolledBack', JSON.stringify(ended));
    assert.equal(ended.reason?.replicaId, 'a');
    assert.equal(ended.reason?.pluginId, 'alpha');
    assert.deepEqual(await answerOf(b), before);
    await until('the canary to be back', async () => {
      return (await answerOf(a)).version === '2.0.0';
    });
  });

  it('sends nothing to one that was away before it has caught up', async t => {
    await b.process.kill();
    const { rollout } = await world.client.change(
      upgrade('3.0.0'),
      5 * GONE_MS,
    );
    assert.equal(rollout.state, 'serving', JSON.stringify(rollout));
    const load = new VersionLoad(`${world.url}/api/alpha/version`);
    t.after(() => load.stop());
    await b.process.start();
    // Its hosts have outlived it: without the control plane's care the old version would be there for all.
    assert.equal((await answerOf(b)).version, '2.0.0');
    await until('b to have caught up', () => servesLatest('b'));
    const caughtUp = load.answered;
    await until('b to be used', async () => load.pids.size === 2);
    await load.stop();
    assert.deepEqual([...load.versions], ['3.0.0']);
    assert.deepEqual(load.lost, []);
    assert.ok(caughtUp > 0);
  });

  it('refuses another one under the id of one that lives, and lets that one take over at once when it was killed', async t => {
    const before = await answerOf(a);
    const intruder = await world.startReplica('a', 'intruder');
    t.after(() => intruder.process.retire());
    const said = () => fs.readFileSync(intruder.logFile, 'utf8');
    await until('the refusal', async () =>
      said().includes('REPLICA_ID_IN_USE'),
    );
    assert.match(said(), /another supervisor with the id 'a'/);
    assert.match(said(), /--replica-id of its own/);
    const { rollout } = await world.client.change(upgrade('2.0.0'));
    assert.equal(rollout.state, 'serving', JSON.stringify(rollout));
    const { replicas } = await world.client.environment();
    assert.deepEqual(
      replicas.map(({ id, address }) => [id, address]),
      [
        ['a', a.url],
        ['b', b.url],
      ],
    );
    assert.deepEqual(intruder.hostPids(), []);
    await a.process.kill();
    await a.process.start();
    const began = Date.now();
    await world.client.change(upgrade('3.0.0'));
    assert.ok(Date.now() - began < GONE_MS, 'it did not have to wait');
    assert.notEqual((await answerOf(a)).pid, before.pid);
    assert.equal((await answerOf(a)).version, '3.0.0');
  });

  it('answers for a plugin from the moment its installation is accepted', async () => {
    const url = `${world.url}/api/beta/version`;
    await world.client.change({ action: 'remove', pluginId: 'beta' });
    await until('beta to be gone', async () => {
      return (await fetch(url)).status === 404;
    });
    const plan = await world.client.plan({
      action: 'install',
      pluginId: 'beta',
      packages: packagesOf('beta', '2.0.0'),
    });
    await world.client.start(plan);
    for (;;) {
      const answer = await fetch(url);
      if (answer.status === 200) break;
      assert.equal(answer.status, 503);
      assert.ok(answer.headers.get('retry-after'));
      assert.match(await answer.text(), /HOST_UNAVAILABLE/);
      await sleep(20);
    }
  });
});
