import type {
  FailureReason,
  ReplicaStatus,
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
 * again. Goes one generation back per report and never forth, so that it cannot flap.
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
    const { db, stores, ledger } = this.deps;
    const undone = await db.transaction(async trx => {
      const current = await stores.environments.lock(trx, environment.id);
      const rollout = await this.culprit(trx, current, status, failure);
      if (!rollout) return undefined;
      await ledger.undo(trx, current, rollout, { ...failure, logs });
      return rollout.id;
    });
    if (!undone) return;
    this.deps.announcer.environment({
      environment: environment.name,
      rolloutId: undone,
      state: 'rolledBack',
    });
    this.deps.onMoved();
  }

  /** The rollout that brought the failing host; none when going back would change nothing for that plugin. */
  private async culprit(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
    status: ReplicaStatus,
    { reason }: RolloutEnd,
  ): Promise<RolloutRecord | undefined> {
    const { stores } = this.deps;
    const { servingGeneration, activeRolloutId } = environment;
    const reported = status.rollout?.generation ?? status.generation;
    if (activeRolloutId || reported !== servingGeneration) return undefined;
    const rollout = await stores.rollouts.findByGeneration(
      trx,
      environment.id,
      servingGeneration,
    );
    if (rollout?.state !== 'serving') return undefined;
    const content = (number: number) =>
      stores.generations.content(trx, environment, number);
    const from = await content(rollout.fromGeneration);
    const to = await content(rollout.toGeneration);
    const changed = changedHosts(from, to);
    const isCulprit = reason.pluginId
      ? changed.includes(reason.pluginId)
      : changed.length > 0;
    if (!isCulprit) return undefined;
    const isBeyond = await isBeyondReturn(trx, stores, environment, {
      from,
      to,
    });
    return isBeyond ? undefined : rollout;
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
