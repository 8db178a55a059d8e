import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type { EnvironmentRecord } from '../domain/EnvironmentRecord';

/** What one supervisor is to run at this moment. */
export interface ReplicaAim {
  generation: number;
  /** The rollout in progress, once this supervisor takes part in it. */
  rolloutId?: string;
  /** Changes when this supervisor has something new to do, and not when only others have. */
  revision: string;
}

/**
 * While a rollout is prepared, and until it is a supervisor's turn, what is desired is what served before.
 *
 * @param replicaId - absent for a supervisor that does not say who it is: it takes part as soon as anybody does
 */
export async function findAim(
  db: Knex,
  stores: Stores,
  environment: EnvironmentRecord,
  replicaId?: string,
): Promise<ReplicaAim> {
  const { revision, activeRolloutId, desiredGeneration } = environment;
  const present = { generation: desiredGeneration, revision };
  if (!activeRolloutId) return present;
  const rollout = await stores.rollouts.getById(db, activeRolloutId);
  if (!rollout.preparedAt) return present;
  const { id, fromGeneration, toGeneration } = rollout;
  const takesPart =
    replicaId === undefined ||
    (await stores.rolloutReplicas.has(db, id, replicaId));
  if (!takesPart) return { ...present, generation: fromGeneration };
  return {
    generation: toGeneration,
    rolloutId: id,
    revision: `${revision}.${toGeneration}`,
  };
}
