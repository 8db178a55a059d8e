import type {
  FailureReason,
  ReplicaStatus,
  RolloutState,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Knex } from 'knex';
import { isBeyondReturn } from '../data/isBeyondReturn';
import type { Stores } from '../database/Stores';
import type {
  EnvironmentRecord,
  RolloutRecord,
} from '../domain/EnvironmentRecord';
import type { Announcer } from '../events/Announcer';
import { changedHosts } from './hostChanges';
import type { RolloutEnd, RolloutLedger } from './RolloutLedger';

/**
 * Takes a generation back that served and then turned out bad: a host that ended in its probation, or that ends again and
 * again; where that would not help, people are told. Goes one generation back per report and never forth, so that it cannot flap.
 */
export class ServingWatch {
  constructor(
    private readonly deps: {
      db: Knex;
      stores: Stores;
      ledger: RolloutLedger;
      announcer: Announcer;
      onMoved: () => void;
    },
  ) {}

  async check(
    environment: EnvironmentRecord,
    replicaId: string,
    status: ReplicaStatus,
    logs?: string[],
  ): Promise<void> {
    const found = failureOf(environment, status);
    if (!found) return;
    const reason = { ...found.reason, replicaId };
    const failure: RolloutEnd = { ...found, reason, replicaId };
    const moved = await this.deps.db.transaction(trx =>
      this.answer(trx, environment, status, { ...failure, logs }),
    );
    if (!moved) return;
    this.deps.announcer.environment({
      environment: environment.name,
      ...moved,
    });
    this.deps.onMoved();
  }

  /** @returns what has become of the rollout that serves, when it is anything new */
  private async answer(
    trx: Knex.Transaction,
    { id }: EnvironmentRecord,
    status: ReplicaStatus,
    failure: RolloutEnd,
  ): Promise<{ rolloutId: string; state: RolloutState } | undefined> {
    const { stores, ledger } = this.deps;
    const environment = await stores.environments.lock(trx, id);
    const rollout = await this.servingRollout(trx, environment, status);
    if (!rollout) return undefined;
    const rolloutId = rollout.id;
    if (await this.isCulprit(trx, environment, rollout, failure)) {
      await ledger.undo(trx, environment, rollout, failure);
      return { rolloutId, state: 'rolledBack' };
    }
    const isNews = await this.noteLoop(trx, environment, rollout, failure);
    return isNews ? { rolloutId, state: 'serving' } : undefined;
  }

  /** The rollout that brought what serves, when that is what the report is about. */
  private async servingRollout(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
    status: ReplicaStatus,
  ): Promise<RolloutRecord | undefined> {
    const { servingGeneration, activeRolloutId } = environment;
    const reported = status.rollout?.generation ?? status.generation;
    if (activeRolloutId || reported !== servingGeneration) return undefined;
    const rollout = await this.deps.stores.rollouts.findByGeneration(
      trx,
      environment.id,
      servingGeneration,
    );
    return rollout?.state === 'serving' ? rollout : undefined;
  }

  /** Whether the rollout brought the failing host; if not, going back would change nothing for that plugin. */
  private async isCulprit(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
    rollout: RolloutRecord,
    { reason }: RolloutEnd,
  ): Promise<boolean> {
    const { stores } = this.deps;
    const content = (number: number) =>
      stores.generations.content(trx, environment, number);
    const from = await content(rollout.fromGeneration);
    const to = await content(rollout.toGeneration);
    const changed = changedHosts(from, to);
    const isCulprit = reason.pluginId
      ? changed.includes(reason.pluginId)
      : changed.length > 0;
    if (!isCulprit) return false;
    return !(await isBeyondReturn(trx, stores, environment, { from, to }));
  }

  /**
   * A plugin that an earlier generation brought keeps ending: the supervisor serves its previous version, and the generation stays.
   * People have to know; they are told once per supervisor.
   */
  private async noteLoop(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
    rollout: RolloutRecord,
    failure: RolloutEnd,
  ): Promise<boolean> {
    const { stores, ledger } = this.deps;
    const { replicaId, reason } = failure;
    const { pluginId, code, message } = reason;
    if (code !== 'HOST_CRASH_LOOP' || !pluginId) return false;
    const steps = await stores.rollouts.steps(trx, rollout.id);
    const isKnown = steps.some(
      step => step.pluginId === pluginId && step.replicaId === replicaId,
    );
    if (isKnown) return false;
    const step = { state: 'serving', replicaId, pluginId, message } as const;
    await stores.rollouts.addStep(trx, rollout, step);
    await ledger.degraded(trx, environment, rollout, failure);
    return true;
  }
}

function failureOf(
  environment: EnvironmentRecord,
  status: ReplicaStatus,
): RolloutEnd | undefined {
  const { rollout } = status;
  const failed = rollout?.state === 'failed' || rollout?.state === 'rolledBack';
  if (failed && rollout.generation === environment.servingGeneration) {
    return { state: 'rolledBack', reason: rollout.reason ?? unknownReason() };
  }
  const looping = status.hosts.find(
    ({ state, reason }) =>
      state === 'failed' && reason?.code === 'HOST_CRASH_LOOP',
  );
  if (!looping?.reason) return undefined;
  const { pluginId, reason } = looping;
  return { state: 'rolledBack', reason: { ...reason, pluginId } };
}

function unknownReason(): FailureReason {
  return {
    code: 'HOST_EXITED',
    message:
      'A supervisor went back to the generation before and gave no reason.',
  };
}
