import type { RolloutState } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type {
  EnvironmentRecord,
  RolloutRecord,
} from '../domain/EnvironmentRecord';
import {
  assessRollout,
  type Assessment,
  type AssessmentInput,
} from './assessRollout';
import { changedHosts } from './hostChanges';
import { LiveReplicas } from './LiveReplicas';
import { ReplicaReleases } from './ReplicaReleases';
import type { RolloutLedger } from './RolloutLedger';

/** What one look at a rollout has led to. */
export interface ProgressionStep {
  /** The state that it has come to; undefined when nobody needs to be told. */
  state?: RolloutState;
  /** The replica that was released. */
  released?: string;
  /** When it can go on by itself. */
  until?: Date;
}

/** Takes a released rollout one step further, under its environment's lock, with what was reported last. */
export class RolloutProgression {
  private readonly startedAt = new Date();
  private readonly releases: ReplicaReleases;
  private readonly replicas: LiveReplicas;

  constructor(
    private readonly deps: {
      stores: Stores;
      ledger: RolloutLedger;
      replicaTimeoutMs: number;
      rolloutTimeoutMs: number;
    },
  ) {
    this.releases = new ReplicaReleases(deps.stores);
    this.replicas = new LiveReplicas(deps, this.startedAt);
  }

  /** @param logs - of the host that failed, when a report brought them */
  async step(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
    rollout: RolloutRecord,
    logs?: string[],
  ): Promise<ProgressionStep> {
    const now = new Date();
    const liveReplicas = await this.replicas.list(trx, environment.id, now);
    const input = {
      rollout: { ...rollout, deadlineAt: this.deadlineOf(rollout) },
      liveReplicas,
      released: await this.releases.update(trx, rollout, liveReplicas, now),
      needsHosts: await this.needsHosts(trx, environment, rollout),
      canaryMs: await this.canaryMs(trx, environment, rollout),
      now,
    };
    const assessment = assessRollout(input);
    switch (assessment.kind) {
      case 'serving':
        await this.deps.ledger.complete(trx, environment, rollout);
        return { state: 'serving' };
      case 'failed':
        return this.fail(trx, environment, rollout, assessment, logs);
      case 'release':
        return this.release(trx, environment, rollout, assessment, input);
      default: {
        const { until } = assessment;
        return { ...(await this.note(trx, rollout, assessment)), until };
      }
    }
  }

  private async fail(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
    rollout: RolloutRecord,
    assessment: Extract<Assessment, { kind: 'failed' }>,
    logs?: string[],
  ): Promise<ProgressionStep> {
    await this.deps.ledger.end(trx, environment, rollout, {
      ...assessment,
      logs: logs ?? (await this.storedLogs(trx, environment, assessment)),
    });
    return { state: assessment.state };
  }

  private async release(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
    rollout: RolloutRecord,
    { replicaId, state }: Extract<Assessment, { kind: 'release' }>,
    { released, liveReplicas, canaryMs, now }: AssessmentInput,
  ): Promise<ProgressionStep> {
    const deadlineAt = new Date(now.getTime() + this.deps.rolloutTimeoutMs);
    await this.releases.release(trx, environment, rollout, {
      replicaId,
      released,
      liveReplicas,
      canaryMs,
      deadlineAt,
      now,
    });
    await this.note(trx, rollout, { state });
    return { state, released: replicaId };
  }

  private async note(
    trx: Knex.Transaction,
    rollout: RolloutRecord,
    { state }: { state: RolloutState },
  ): Promise<ProgressionStep> {
    if (state === rollout.state) return {};
    await this.deps.stores.rollouts.update(trx, rollout.id, { state });
    return { state };
  }

  /** While a database is copied for the new version, requests wait for the end of the rollout: nothing is put off then. */
  private async canaryMs(
    db: Knex,
    { policy }: EnvironmentRecord,
    { id }: RolloutRecord,
  ): Promise<number> {
    const copies = await this.deps.stores.databases.listOfRollout(db, id);
    return copies.length ? 0 : policy.canaryMs;
  }

  private async storedLogs(
    db: Knex,
    environment: EnvironmentRecord,
    { reason, replicaId }: Extract<Assessment, { kind: 'failed' }>,
  ): Promise<string[] | undefined> {
    if (!reason.pluginId) return undefined;
    const { replicas } = this.deps.stores;
    const logs = await replicas.logs(db, environment.id, reason.pluginId);
    return logs.find(log => log.replicaId === replicaId)?.lines;
  }

  /** One that ran out while no process lived is put off until supervisors could report again. */
  private deadlineOf({ createdAt, deadlineAt }: RolloutRecord): Date {
    const { startedAt } = this;
    if (createdAt >= startedAt) return deadlineAt;
    const earliest = startedAt.getTime() + this.deps.replicaTimeoutMs;
    return new Date(Math.max(deadlineAt.getTime(), earliest));
  }

  private async needsHosts(
    db: Knex,
    environment: EnvironmentRecord,
    rollout: RolloutRecord,
  ): Promise<boolean> {
    const content = (number: number) =>
      this.deps.stores.generations.content(db, environment, number);
    const from = await content(rollout.fromGeneration);
    const to = await content(rollout.toGeneration);
    return changedHosts(from, to).length > 0;
  }
}
