import type { RolloutParticipant } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type {
  ReplicaRecord,
  RolloutRecord,
  RolloutReplicaRecord,
} from '../domain/EnvironmentRecord';
import { progressOf, reportOf } from '../rollout/replicaProgress';

const LAST = Number.MAX_SAFE_INTEGER;

/** The supervisors that take part in a rollout, in the order of their release; then those that wait for their turn. */
export async function findParticipants(
  db: Knex,
  stores: Stores,
  rollout: RolloutRecord,
  replicaTimeoutMs: number,
): Promise<RolloutParticipant[]> {
  const released = await stores.rolloutReplicas.list(db, rollout.id);
  const replicas = await stores.replicas.list(db, rollout.environmentId);
  const oldest = Date.now() - replicaTimeoutMs;
  return replicas
    .map(replica => describe(rollout, replica, released, oldest))
    .filter(({ alive, position }) => alive || position !== undefined)
    .sort((a, b) => (a.position ?? LAST) - (b.position ?? LAST));
}

function describe(
  rollout: RolloutRecord,
  replica: ReplicaRecord,
  released: RolloutReplicaRecord[],
  oldest: number,
): RolloutParticipant {
  const { id } = replica;
  const alive = replica.lastSeenAt.getTime() >= oldest;
  const known = released.find(({ replicaId }) => replicaId === id);
  if (!known) return { id, state: 'waiting', alive };
  const { position } = known;
  const state = reportOf(rollout, replica)?.state;
  return { id, position, state: state ?? progressOf(rollout, replica), alive };
}
