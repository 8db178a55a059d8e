import { setTimeout as sleep } from 'node:timers/promises';
import type {
  DesiredState,
  ReplicaRollout,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { RELEASE } from './__testUtils__/FakeRegistryService';
import { publishHello } from './__testUtils__/publishHello';
import { TestLifecycle } from './__testUtils__/TestLifecycle';

jest.setTimeout(60_000);

const CANARY_MS = 1_500;
const BEAT_MS = 500;

const sceneshift = {
  environments: [
    {
      name: 'development',
      organization: 'demo',
      backstageRelease: RELEASE,
      policy: { canaryMs: CANARY_MS },
    },
  ],
};

describe('a rollout over several supervisors', () => {
  let lifecycle: TestLifecycle;
  const alive = new Map<string, NodeJS.Timeout>();

  beforeEach(async () => {
    lifecycle = await TestLifecycle.start({ sceneshift });
    await publishHello(lifecycle.registry, '1.0.0');
  });

  afterEach(async () => {
    for (const id of alive.keys()) await die(id);
    await lifecycle.dropHostDatabases();
    await lifecycle.stop();
  });

  /** It reports the same as before, as supervisors do. */
  const beat = (id: string) =>
    lifecycle.db('replicas').where({ id }).update({ last_seen_at: new Date() });

  async function join(...ids: string[]) {
    for (const id of ids) {
      await lifecycle.converge(id);
      const timer = setInterval(
        () => void beat(id).catch(() => undefined),
        BEAT_MS,
      );
      alive.set(id, timer);
    }
  }

  /** It was last heard of long ago. */
  async function die(id: string) {
    clearInterval(alive.get(id));
    alive.delete(id);
    const last_seen_at = new Date(0);
    await lifecycle.db('replicas').where({ id }).update({ last_seen_at });
  }

  async function desired(id: string): Promise<DesiredState> {
    return (await lifecycle.desired(`?replica=${id}`)).body;
  }

  const told = (id: string, rolloutId: string) =>
    lifecycle.eventually(async () =>
      expect((await desired(id)).rolloutId).toBe(rolloutId),
    );

  const serves = async (id: string) => lifecycle.obey(id, await desired(id));

  const reports = (
    id: string,
    rolloutId: string,
    state: ReplicaRollout['state'],
  ) =>
    lifecycle.report(id, {
      generation: 1,
      rollout: {
        rolloutId,
        generation: 2,
        state,
        reason: { code: 'HOST_EXITED', message: 'Ended', pluginId: 'hello' },
      },
    });

  /** Generation 1 serves everywhere, generation 2 is on its way. */
  async function upgrade(...ids: string[]): Promise<string> {
    await join(...ids);
    const first = await lifecycle.apply(
      await lifecycle.plan({ action: 'install', pluginId: 'hello' }),
    );
    for (const id of [...ids].sort()) {
      await told(id, first.id);
      await serves(id);
    }
    await lifecycle.until(first.id, 'serving');
    for (const id of ids) await lifecycle.converge(id);
    await publishHello(lifecycle.registry, '2.0.0');
    const { id } = await lifecycle.apply(
      await lifecycle.plan({ action: 'upgrade', pluginId: 'hello' }),
    );
    await lifecycle.untilReleased(id);
    return id;
  }

  it('tells the canary first, and the others one by one once it has served for a while', async () => {
    const id = await upgrade('b', 'c', 'a');
    await told('a', id);
    const before = await desired('b');
    expect(before).toMatchObject({ generation: 1 });
    expect(before.rolloutId).toBeUndefined();

    await serves('a');
    const served = Date.now();
    expect((await lifecycle.rollout(id)).state).toBe('checking');
    expect((await lifecycle.rollout(id)).replicas).toEqual([
      { id: 'a', position: 1, state: 'serving', alive: true },
      { id: 'b', state: 'waiting', alive: true },
      { id: 'c', state: 'waiting', alive: true },
    ]);

    const waiting = lifecycle.desired(
      `?replica=b&wait=20&revision=${before.revision}`,
    );
    const { body } = await waiting;
    const waited = Date.now() - served;
    expect(body.rolloutId).toBe(id);
    expect(waited).toBeGreaterThanOrEqual(CANARY_MS - 100);
    expect(waited).toBeLessThan(CANARY_MS + 1_000);
    expect((await desired('c')).generation).toBe(1);

    await lifecycle.obey('b', body);
    expect((await desired('c')).generation).toBe(2);
    await serves('c');
    const { steps } = await lifecycle.until(id, 'serving');
    expect(
      steps
        .filter(({ message }) => /canary|Follows/.test(message ?? ''))
        .map(({ replicaId, message }) => [replicaId, message]),
    ).toEqual([
      ['a', expect.stringContaining('canary')],
      ['b', 'Follows as number 2'],
      ['c', 'Follows as number 3'],
    ]);
  });

  it('does not touch the others when the canary fails', async () => {
    const id = await upgrade('a', 'b');
    await told('a', id);
    const before = await desired('b');
    const polled = lifecycle.desired(
      `?replica=b&wait=3&revision=${before.revision}`,
    );
    await reports('a', id, 'failed');
    expect(await lifecycle.rollout(id)).toMatchObject({
      state: 'failed',
      reason: { code: 'HOST_EXITED', pluginId: 'hello', replicaId: 'a' },
    });
    expect(await desired('a')).toMatchObject({ generation: 1 });
    // Not even a new revision: there is nothing that it would have to look at.
    expect((await polled).status).toBe(304);
    expect(await desired('b')).toEqual(before);
  });

  it('goes back as a whole when the canary falls in its time of proof', async () => {
    const id = await upgrade('a', 'b');
    await told('a', id);
    await serves('a');
    await reports('a', id, 'rolledBack');
    expect(await lifecycle.rollout(id)).toMatchObject({
      state: 'rolledBack',
      reason: { replicaId: 'a' },
    });
    await sleep(CANARY_MS);
    expect(await desired('b')).toMatchObject({ generation: 1 });
  });

  it('makes the next one the canary when the first is gone', async () => {
    const id = await upgrade('a', 'b');
    await told('a', id);
    await die('a');
    // Its next report; where nobody reports, the look every two seconds does the same.
    await lifecycle.converge('b');
    const { steps } = await lifecycle.until(id, 'serving');
    expect(
      steps.filter(({ message }) => message?.includes('canary')),
    ).toMatchObject([{ replicaId: 'a' }, { replicaId: 'b' }]);
  });

  it('is followed by one that joins', async () => {
    const id = await upgrade('b');
    await told('b', id);
    await join('a');
    expect((await desired('a')).generation).toBe(1);
    await serves('b');
    expect((await lifecycle.rollout(id)).state).toBe('checking');
    await told('a', id);
    await serves('a');
    await lifecycle.until(id, 'serving');
    const { body } = await lifecycle.get('/environments/development');
    expect(body.replicas).toMatchObject([
      { id: 'a', generation: 2 },
      { id: 'b', generation: 2 },
    ]);
  });

  it('is told as a whole to a supervisor that does not say who it is', async () => {
    const id = await upgrade('a', 'b');
    const { body } = await lifecycle.desired();
    expect(body).toMatchObject({ generation: 2, rolloutId: id });
    await lifecycle.obey('b', body);
    expect((await lifecycle.rollout(id)).replicas).toEqual([
      { id: 'a', position: 1, state: 'fetching', alive: true },
      { id: 'b', position: 2, state: 'serving', alive: true },
    ]);
  });

  it('goes on where it was after all processes of the control plane were away', async () => {
    const id = await upgrade('a', 'b');
    await told('a', id);
    await serves('a');
    const { db, registry } = lifecycle;
    // Nobody is heard while nobody listens.
    alive.forEach(timer => clearInterval(timer));
    await lifecycle.stop();
    const minute = `- interval '1 minute'`;
    await db('replicas').update({ last_seen_at: db.raw(`now() ${minute}`) });
    await db('rollouts').update({ deadline_at: db.raw(`now() ${minute}`) });

    lifecycle = await TestLifecycle.start({ db, registry, sceneshift });
    expect((await lifecycle.rollout(id)).state).toBe('checking');
    // That the other one is silent yet does not mean that it is gone.
    await serves('a');
    expect((await lifecycle.rollout(id)).state).toBe('checking');
    await told('b', id);
    await serves('b');
    await lifecycle.until(id, 'serving');
  });
});
