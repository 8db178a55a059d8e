import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '@backstage/types';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type {
  DesiredState,
  ReplicaStatus,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Principal } from '@sceneshift/backstage-platform-node';
import type { Knex } from 'knex';
import type { DatabaseAddress } from '../config/databaseAddress';
import type { Stores } from '../database/Stores';
import type {
  EnvironmentRecord,
  ReplicaRecord,
} from '../domain/EnvironmentRecord';
import { storable } from '../domain/storable';
import type { Announcer } from '../events/Announcer';
import type { EnvironmentChanges } from '../events/EnvironmentChanges';
import { buildDesiredState } from '../hosts/buildDesiredState';
import type { RolloutCoordinator } from '../rollout/RolloutCoordinator';
import type { ServingWatch } from '../rollout/ServingWatch';
import type { ReplicasService } from './types';

/** Tells supervisors what to run, and hears what they do. */
export class DefaultReplicasService implements ReplicasService {
  constructor(
    private readonly deps: {
      db: Knex;
      stores: Stores;
      changes: EnvironmentChanges;
      coordinator: RolloutCoordinator;
      servingWatch: ServingWatch;
      announcer: Announcer;
      database: DatabaseAddress;
      sharedConfigOf(environment: string): JsonObject;
    },
  ) {}

  async getDesired(
    principal: Principal,
    name: string,
    options: { revision?: string; waitMs: number; signal: AbortSignal },
  ): Promise<DesiredState | undefined> {
    const end = Date.now() + options.waitMs;
    for (;;) {
      const wait = new AbortController();
      // Listening starts before the look, so that a change in between is not missed.
      const signal = AbortSignal.any([options.signal, wait.signal]);
      const left = Math.max(0, end - Date.now());
      const changed = this.deps.changes.next(name, left, signal);
      const environment = await this.find(principal, name);
      const isNew = environment.revision !== options.revision;
      const isOver =
        options.signal.aborted || this.deps.changes.ended || Date.now() >= end;
      if (isNew || isOver) {
        wait.abort();
        return isNew ? this.build(environment) : undefined;
      }
      await changed;
    }
  }

  async report(
    principal: Principal,
    name: string,
    replicaId: string,
    reported: ReplicaStatus,
  ): Promise<void> {
    const { db, stores, coordinator, servingWatch } = this.deps;
    const status = storable(reported);
    const environment = await this.find(principal, name);
    assertRelease(environment, replicaId, status);
    const before = await stores.replicas.find(db, environment.id, replicaId);
    await db.transaction(async trx => {
      await stores.replicas.upsert(trx, environment, replicaId, status);
      await this.noteStep(trx, environment, replicaId, before, status);
      if (isNews(before, status)) {
        await stores.environments.notify(trx, environment);
      }
    });
    if (isNews(before, status))
      this.deps.announcer.environment({ environment: name });
    if (environment.activeRolloutId) {
      await coordinator.advance(
        environment.activeRolloutId,
        failureLogs(status),
      );
    } else {
      await servingWatch.check(environment, status, failureLogs(status));
    }
  }

  private async noteStep(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
    replicaId: string,
    before: ReplicaRecord | undefined,
    status: ReplicaStatus,
  ): Promise<void> {
    const { activeRolloutId, organizationId } = environment;
    const { rollout } = status;
    const isSame =
      before?.rollout?.rolloutId === rollout?.rolloutId &&
      before?.rollout?.state === rollout?.state;
    if (!rollout || !activeRolloutId || isSame) return;
    if (rollout.rolloutId !== activeRolloutId) return;
    await this.deps.stores.rollouts.addStep(
      trx,
      { id: activeRolloutId, organizationId },
      {
        state: rollout.state,
        replicaId,
        pluginId: rollout.reason?.pluginId,
        message: rollout.reason?.message,
      },
    );
  }

  private async build(environment: EnvironmentRecord): Promise<DesiredState> {
    const { db, stores, database, sharedConfigOf } = this.deps;
    return buildDesiredState({
      environment,
      rolloutId: await this.releasedRollout(environment),
      content: await stores.generations.content(
        db,
        environment,
        environment.desiredGeneration,
      ),
      sharedConfig: sharedConfigOf(environment.name),
      secrets: await stores.secrets.openAll(db, environment.id),
      credentials: await stores.hostCredentials.list(db, environment.id),
      database,
    });
  }

  /** While a rollout is prepared, what is desired is still what served before. */
  private async releasedRollout({
    activeRolloutId,
  }: EnvironmentRecord): Promise<string | undefined> {
    if (!activeRolloutId) return undefined;
    const { db, stores } = this.deps;
    const rollout = await stores.rollouts.getById(db, activeRolloutId);
    return rollout.preparedAt ? activeRolloutId : undefined;
  }

  private find(principal: Principal, name: string): Promise<EnvironmentRecord> {
    const { db, stores } = this.deps;
    return stores.environments.get(db, principal.organizationId, name);
  }
}

function assertRelease(
  environment: EnvironmentRecord,
  replicaId: string,
  status: ReplicaStatus,
): void {
  if (status.backstageRelease === environment.backstageRelease) return;
  throw new SceneshiftError(
    'REPLICA_BASELINE_MISMATCH',
    `Supervisor '${replicaId}' runs Backstage ${status.backstageRelease}, but environment '${environment.name}' is for ` +
      `${environment.backstageRelease}: start it from that release, or change the environment.`,
  );
}

/** Heartbeats repeat themselves; only what differs is worth anybody's attention. */
function isNews(
  before: ReplicaRecord | undefined,
  status: ReplicaStatus,
): boolean {
  if (!before) return true;
  const essence = (source: ReplicaRecord | ReplicaStatus) => ({
    address: source.address,
    generation: source.generation,
    rollout: source.rollout?.state,
    hosts: source.hosts.map(({ pluginId, state, specDigest, pid }) => ({
      pluginId,
      state,
      specDigest,
      pid,
    })),
  });
  return !isDeepStrictEqual(essence(before), essence(status));
}

function failureLogs(status: ReplicaStatus): string[] | undefined {
  return status.rollout?.logs?.slice(-200);
}
