import type { Knex } from 'knex';
import type { FailureReason } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Stores } from '../database/Stores';
import type {
  EnvironmentRecord,
  RolloutRecord,
} from '../domain/EnvironmentRecord';

/** How a rollout ended without serving. */
export interface RolloutEnd {
  state: 'failed' | 'rolledBack' | 'cancelled';
  reason: FailureReason;
  replicaId?: string;
  logs?: string[];
}

const SYSTEM = 'plugin:lifecycle';

/**
 * The writes that move a rollout and its environment together, each with its step, its audit row and its event. Every method
 * expects the environment's lock to be held.
 */
export class RolloutLedger {
  constructor(private readonly stores: Stores) {}

  /** From now on supervisors are told of the generation, one by one; with `frontendFirst` the app is told first. */
  async release(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
    rollout: RolloutRecord,
  ): Promise<void> {
    const { toGeneration } = rollout;
    await this.stores.rollouts.update(trx, rollout.id, {
      state: 'verifying',
      preparedAt: new Date(),
    });
    await this.stores.rollouts.addStep(trx, rollout, {
      state: 'verifying',
      message: 'Databases, keys and frontend assets are in place',
    });
    await this.stores.environments.point(trx, environment, {
      desiredGeneration: toGeneration,
      ...(rollout.frontendFirst && { remotesGeneration: toGeneration }),
    });
    await this.record(trx, environment, rollout, 'released', SYSTEM);
  }

  async complete(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
    rollout: RolloutRecord,
  ): Promise<void> {
    const { toGeneration, fromGeneration } = rollout;
    const { generations } = this.stores;
    await generations.setState(
      trx,
      environment.id,
      fromGeneration,
      'superseded',
    );
    await generations.setState(trx, environment.id, toGeneration, 'serving');
    await this.stores.rollouts.update(trx, rollout.id, {
      state: 'serving',
      endedAt: new Date(),
    });
    await this.stores.rollouts.addStep(trx, rollout, { state: 'serving' });
    await this.stores.environments.move(trx, environment, {
      servingGeneration: toGeneration,
      desiredGeneration: toGeneration,
      remotesGeneration: toGeneration,
      activeRolloutId: null,
    });
    await this.record(trx, environment, rollout, 'completed', SYSTEM);
  }

  /** Before it served: everything points back to what serves. Supervisors that were not told of it see no difference. */
  async end(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
    rollout: RolloutRecord,
    end: RolloutEnd,
    actor = SYSTEM,
  ): Promise<void> {
    const { servingGeneration } = environment;
    await this.close(trx, environment, rollout, end);
    await this.stores.environments.point(trx, environment, {
      desiredGeneration: servingGeneration,
      remotesGeneration: servingGeneration,
      activeRolloutId: null,
    });
    await this.record(trx, environment, rollout, verbOf(end), actor, end);
  }

  /** After it served: the generation from before serves again. The app goes back at once, hosts as soon as they are up. */
  async undo(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
    rollout: RolloutRecord,
    end: RolloutEnd,
  ): Promise<void> {
    const { fromGeneration } = rollout;
    await this.close(trx, environment, rollout, end);
    await this.stores.generations.setState(
      trx,
      environment.id,
      fromGeneration,
      'serving',
    );
    await this.stores.environments.move(trx, environment, {
      servingGeneration: fromGeneration,
      desiredGeneration: fromGeneration,
      remotesGeneration: fromGeneration,
    });
    await this.record(trx, environment, rollout, verbOf(end), SYSTEM, end);
  }

  /** It serves, but one of its plugins does not run in its version. */
  async degraded(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
    rollout: RolloutRecord,
    failure: RolloutEnd,
  ): Promise<void> {
    await this.record(trx, environment, rollout, 'degraded', SYSTEM, failure);
  }

  async record(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
    rollout: RolloutRecord,
    verb: string,
    actor: string,
    end?: RolloutEnd,
  ): Promise<void> {
    const { organizationId, name } = environment;
    const data = {
      environment: name,
      rolloutId: rollout.id,
      fromGeneration: rollout.fromGeneration,
      toGeneration: rollout.toGeneration,
      createdBy: rollout.createdBy,
      ...(end && { reason: end.reason }),
    };
    await this.stores.audit.append(trx, {
      organizationId,
      actor,
      action: `lifecycle.rollout.${verb}`,
      subject: `${name}#${rollout.toGeneration}`,
      details: data,
    });
    await this.stores.outbox.append(trx, {
      organizationId,
      type: `lifecycle.rollout.${verb}`,
      data,
    });
  }

  private async close(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
    rollout: RolloutRecord,
    end: RolloutEnd,
  ): Promise<void> {
    const { state, reason, replicaId, logs } = end;
    await this.stores.rollouts.update(trx, rollout.id, {
      state,
      reason,
      logs,
      endedAt: new Date(),
    });
    await this.stores.rollouts.addStep(trx, rollout, {
      state,
      replicaId,
      pluginId: reason.pluginId,
      message: reason.message,
    });
    await this.stores.generations.setState(
      trx,
      environment.id,
      rollout.toGeneration,
      'failed',
    );
  }
}

function verbOf({ state }: RolloutEnd): string {
  return state === 'rolledBack' ? 'rolled-back' : state;
}
