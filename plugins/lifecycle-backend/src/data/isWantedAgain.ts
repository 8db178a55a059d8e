import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type {
  EnvironmentRecord,
  RolloutRecord,
} from '../domain/EnvironmentRecord';

/**
 * Whether a removed plugin was installed again since, is about to be, or was to be, which has struck off the deletion: a later
 * removal says anew what becomes of its data.
 */
export async function isWantedAgain(
  trx: Knex.Transaction,
  stores: Stores,
  removal: {
    environment: EnvironmentRecord;
    rollout: Pick<RolloutRecord, 'id' | 'toGeneration'>;
    pluginId: string;
  },
): Promise<boolean> {
  const { environment, rollout, pluginId } = removal;
  const { deleteData } = await stores.rollouts.getById(trx, rollout.id);
  if (!deleteData.includes(pluginId)) return true;
  const last = await stores.history.lastServed(trx, environment.id, pluginId);
  if (last && last.generation > rollout.toGeneration) return true;
  for (const number of await wantedGenerations(trx, stores, environment)) {
    const { plugins } = await stores.generations.content(
      trx,
      environment,
      number,
    );
    if (plugins.some(item => item.pluginId === pluginId)) return true;
  }
  return false;
}

/** What serves, and what is to serve. */
async function wantedGenerations(
  trx: Knex.Transaction,
  stores: Stores,
  { servingGeneration, desiredGeneration, activeRolloutId }: EnvironmentRecord,
): Promise<Set<number>> {
  const numbers = new Set([servingGeneration, desiredGeneration]);
  if (activeRolloutId) {
    const { toGeneration } = await stores.rollouts.getById(
      trx,
      activeRolloutId,
    );
    numbers.add(toGeneration);
  }
  return numbers;
}
