import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, type RolloutAnswer } from '../src/LifecycleClient.ts';
import type { ChaosWorld } from './ChaosWorld.ts';

const finalStates = ['serving', 'failed', 'rolledBack', 'cancelled'];
const DEADLINE_MS = 120_000;

/**
 * Rolls one change out while the control plane may die at any moment: asks again, and never twice for the same change.
 * Answers the rollout's end.
 */
export async function rollOut(
  world: ChaosWorld,
  change: Record<string, unknown>,
): Promise<RolloutAnswer> {
  const deadline = Date.now() + DEADLINE_MS;
  const plan = await persist(deadline, () => world.client.plan(change));
  const blocking = plan.problems.filter(
    ({ severity, confirm }) => severity === 'blocking' && !confirm,
  );
  if (blocking.length)
    throw new Error(`Refused: ${JSON.stringify({ change, blocking })}`);
  const id = await persist(deadline, async () => {
    const [known] = await world.database.query<{ id: string }>(
      'SELECT id FROM rollouts WHERE plan_id = $1',
      [plan.id],
    );
    return known?.id ?? (await world.client.start(plan)).id;
  });
  for (;;) {
    const rollout = await persist(deadline, () => world.client.rollout(id));
    if (finalStates.includes(rollout.state)) return rollout;
    if (Date.now() > deadline)
      throw new Error(`Rollout ${id} does not end: ${JSON.stringify(rollout)}`);
    await sleep(40);
  }
}

/** Nobody there, dying, or not yet with all its routes: tried again. A refusal has a code. */
async function persist<T>(
  deadline: number,
  attempt: () => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const refused =
        error instanceof ApiError && error.status < 500 && error.code !== '';
      if (refused || Date.now() > deadline) throw error;
      await sleep(100);
    }
  }
}
