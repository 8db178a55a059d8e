import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type {
  EnvironmentRecord,
  ReplicaRecord,
  RolloutRecord,
  RolloutReplicaRecord,
} from '../domain/EnvironmentRecord';
import { progressOf, reportOf } from './replicaProgress';

/**
 * Which supervisors were told of a rollout's generation. Every method expects the environment's lock to be held, so that two
 * processes never release two at once.
 */
export class ReplicaReleases {
  constructor(private readonly stores: Stores) {}

  /** Brings what is noted in line with what was reported last. */
  async update(
    trx: Knex.Transaction,
    rollout: RolloutRecord,
    liveReplicas: ReplicaRecord[],
    now: Date,
  ): Promise<RolloutReplicaRecord[]> {
    const released = await this.stores.rolloutReplicas.list(trx, rollout.id);
    for (const replica of liveReplicas) {
      let known = released.find(({ replicaId }) => replicaId === replica.id);
      // A supervisor that asks without its id is told of the rollout with the first.
      if (!known && reportOf(rollout, replica)) {
        known = await this.note(trx, rollout, replica.id, released, now);
        released.push(known);
      }
      if (known) await this.noteServing(trx, rollout, known, replica, now);
    }
    return released;
  }

  /** Tells the next supervisor. It has time of its own: the more there are, the longer a rollout may take. */
  async release(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
    rollout: RolloutRecord,
    next: {
      replicaId: string;
      released: RolloutReplicaRecord[];
      liveReplicas: ReplicaRecord[];
      canaryMs: number;
      deadlineAt: Date;
      now: Date;
    },
  ): Promise<void> {
    const { replicaId, released, liveReplicas, canaryMs, now } = next;
    await this.note(trx, rollout, replicaId, released, now);
    if (released.length) {
      const { deadlineAt } = next;
      await this.stores.rollouts.update(trx, rollout.id, { deadlineAt });
    }
    if (released.length || liveReplicas.length > 1) {
      await this.stores.rollouts.addStep(trx, rollout, {
        state: 'fetching',
        replicaId,
        message: messageOf(released, liveReplicas, canaryMs),
      });
    }
    await this.stores.environments.notify(trx, environment);
  }

  private async note(
    trx: Knex.Transaction,
    rollout: RolloutRecord,
    replicaId: string,
    released: RolloutReplicaRecord[],
    now: Date,
  ): Promise<RolloutReplicaRecord> {
    const record: RolloutReplicaRecord = {
      replicaId,
      position: released.length + 1,
      releasedAt: now,
    };
    await this.stores.rolloutReplicas.insert(trx, rollout, record);
    return record;
  }

  private async noteServing(
    trx: Knex.Transaction,
    rollout: RolloutRecord,
    known: RolloutReplicaRecord,
    replica: ReplicaRecord,
    now: Date,
  ): Promise<void> {
    const serves = progressOf(rollout, replica) === 'serving';
    if (serves === Boolean(known.servedAt)) return;
    known.servedAt = serves ? now : undefined;
    await this.stores.rolloutReplicas.setServedAt(trx, rollout.id, known);
  }
}

function messageOf(
  released: RolloutReplicaRecord[],
  liveReplicas: ReplicaRecord[],
  canaryMs: number,
): string {
  const isCanary = !released.some(({ replicaId }) =>
    liveReplicas.some(({ id }) => id === replicaId),
  );
  if (!isCanary) return `Follows as number ${released.length + 1}`;
  return `The canary: the others follow once it has served for ${canaryMs} ms`;
}
