import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  FINAL_ROLLOUT_STATES,
  type FailureReason,
  type RolloutState,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type {
  EnvironmentRecord,
  RolloutRecord,
} from '../domain/EnvironmentRecord';
import type { Announcer } from '../events/Announcer';
import { failpoint } from './failpoint';
import { reasonOf } from './reasonOf';
import { RolloutAlarms } from './RolloutAlarms';
import { RolloutLedger, type RolloutEnd } from './RolloutLedger';
import type { RolloutPreparer } from './RolloutPreparer';
import { RolloutProgression, type ProgressionStep } from './RolloutProgression';

const LEASE_SECONDS = 15;

/**
 * Carries rollouts forward. All state is in PostgreSQL and every step is idempotent: `advance` may be called by any process,
 * at any time, any number of times. It is called after each report of a supervisor, and on a schedule.
 */
export class RolloutCoordinator {
  readonly ledger: RolloutLedger;
  private readonly process = randomUUID();
  /** Preparations of this process that are under way, by rollout. */
  private readonly preparing = new Map<string, Promise<boolean>>();
  private readonly progression: RolloutProgression;
  private readonly alarms: RolloutAlarms;

  constructor(
    private readonly deps: {
      db: Knex;
      stores: Stores;
      preparer: RolloutPreparer;
      announcer: Announcer;
      logger: LoggerService;
      replicaTimeoutMs: number;
      rolloutTimeoutMs: number;
      /** Called after each commit that moved a rollout. */
      onMoved: () => void;
    },
  ) {
    this.ledger = new RolloutLedger(deps.stores);
    this.progression = new RolloutProgression({ ...deps, ledger: this.ledger });
    this.alarms = new RolloutAlarms(id =>
      this.advance(id).catch(error =>
        deps.logger.warn(`Could not carry on rollout ${id}`, error),
      ),
    );
  }

  /** Nothing is done at a later time any more: the next process does it. */
  stop(): void {
    this.alarms.stop();
  }

  /** Carries all rollouts forward that are not finished: after a restart, and when time is up. */
  async sweep(): Promise<void> {
    const active = await this.deps.stores.rollouts.listActive(this.deps.db);
    await Promise.all(active.map(({ id }) => this.advance(id)));
  }

  /** @param logs - of the host that failed, when a report brought them */
  async advance(id: string, logs?: string[]): Promise<void> {
    const rollout = await this.deps.stores.rollouts.getById(this.deps.db, id);
    if (rollout.endedAt) return;
    if (!rollout.preparedAt && !(await this.prepare(rollout))) return;
    await this.assess(id, logs);
  }

  /** Ends a rollout that has not ended, if it still has not. */
  async end(id: string, end: RolloutEnd, actor?: string): Promise<boolean> {
    return this.move(id, async (trx, environment, rollout) => {
      await this.ledger.end(trx, environment, rollout, end, actor);
      return end.state;
    });
  }

  /** The lease keeps other processes away; within this one a second caller waits for the first. */
  private prepare(rollout: RolloutRecord): Promise<boolean> {
    const running = this.preparing.get(rollout.id);
    if (running) return running;
    const started = this.prepareOnce(rollout).finally(() =>
      this.preparing.delete(rollout.id),
    );
    this.preparing.set(rollout.id, started);
    return started;
  }

  private async prepareOnce(rollout: RolloutRecord): Promise<boolean> {
    const { db, stores, preparer, logger } = this.deps;
    const lease = () =>
      stores.rollouts.lease(db, rollout.id, this.process, LEASE_SECONDS);
    if (!(await lease())) return false;
    const renew = setInterval(() => {
      lease().catch(error => logger.warn('Could not renew a lease', error));
    }, (LEASE_SECONDS * 1000) / 3);
    try {
      await preparer.prepare(rollout);
    } catch (error) {
      logger.warn(`Could not prepare rollout ${rollout.id}`, error as Error);
      await this.abandon(rollout.id, reasonOf(error));
      return false;
    } finally {
      clearInterval(renew);
    }
    failpoint('controlPlane.rollout.prepared');
    const isActive = await this.release(rollout.id);
    failpoint('controlPlane.rollout.released');
    return isActive;
  }

  /** Unless another process, which took over meanwhile, was luckier. */
  private abandon(id: string, reason: FailureReason): Promise<boolean> {
    return this.move(id, async (trx, environment, current) => {
      if (current.preparedAt) return undefined;
      const end = { state: 'failed', reason } as const;
      await this.ledger.end(trx, environment, current, end);
      return end.state;
    });
  }

  private release(id: string): Promise<boolean> {
    return this.move(id, async (trx, environment, current) => {
      if (!current.preparedAt) {
        await this.ledger.release(trx, environment, current);
      }
      return 'verifying';
    });
  }

  private async assess(id: string, logs?: string[]): Promise<void> {
    const taken: ProgressionStep = {};
    await this.move(id, async (trx, environment, rollout) => {
      const { progression } = this;
      const step = await progression.step(trx, environment, rollout, logs);
      return Object.assign(taken, step).state;
    });
    const { released, until } = taken;
    if (released) failpoint('controlPlane.rollout.replicaReleased');
    if (until) {
      failpoint('controlPlane.rollout.canaryServed');
      this.alarms.set(id, until);
    }
  }

  /**
   * Runs a change of an active rollout under its environment's lock, and tells everybody after the commit.
   *
   * @returns whether the rollout was still active
   */
  private async move(
    id: string,
    change: (
      trx: Knex.Transaction,
      environment: EnvironmentRecord,
      rollout: RolloutRecord,
    ) => Promise<RolloutState | undefined>,
  ): Promise<boolean> {
    const { db, stores, announcer, onMoved } = this.deps;
    const moved = await db.transaction(async trx => {
      const { environmentId } = await stores.rollouts.getById(trx, id);
      const environment = await stores.environments.lock(trx, environmentId);
      const rollout = await stores.rollouts.getById(trx, id);
      if (rollout.endedAt) return undefined;
      return {
        environment: environment.name,
        state: await change(trx, environment, rollout),
      };
    });
    if (moved?.state) {
      const { environment, state } = moved;
      if (isFinal(state)) failpoint('controlPlane.rollout.ended');
      announcer.environment({ environment, rolloutId: id, state });
      onMoved();
    }
    return moved !== undefined;
  }
}

function isFinal(state: RolloutState): boolean {
  return FINAL_ROLLOUT_STATES.includes(state);
}
