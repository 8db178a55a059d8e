import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '@backstage/types';
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
import { toReplicaIdentity, type ReplicaIdentity } from '../domain/Incarnation';
import { storable } from '../domain/storable';
import type { Announcer } from '../events/Announcer';
import type { EnvironmentChanges } from '../events/EnvironmentChanges';
import { buildDesiredState } from '../hosts/buildDesiredState';
import { findAim, type ReplicaAim } from '../hosts/ReplicaAim';
import { hostsAreStopped } from '../pause/hostsAreStopped';
import type { RolloutCoordinator } from '../rollout/RolloutCoordinator';
import type { ServingWatch } from '../rollout/ServingWatch';
import { ReplicaAdmission } from './ReplicaAdmission';
import type { ReplicasService } from './types';

/** Tells supervisors what to run, and hears what they do. */
export class DefaultReplicasService implements ReplicasService {
  private readonly admission: ReplicaAdmission;

  constructor(
    private readonly deps: {
      db: Knex;
      stores: Stores;
      changes: EnvironmentChanges;
      coordinator: RolloutCoordinator;
      servingWatch: ServingWatch;
      announcer: Announcer;
      database: DatabaseAddress;
      replicaTimeoutMs: number;
      sharedConfigOf(environment: string): JsonObject;
    },
  ) {
    const { stores, replicaTimeoutMs } = deps;
    this.admission = new ReplicaAdmission(stores, replicaTimeoutMs);
  }

  async getDesired(
    principal: Principal,
    name: string,
    options: Parameters<ReplicasService['getDesired']>[2],
  ): Promise<DesiredState | undefined> {
    const end = Date.now() + options.waitMs;
    await this.register(principal, name, options.replica);
    for (;;) {
      const wait = new AbortController();
      // Listening starts before the look, so that a change in between is not missed.
      const signal = AbortSignal.any([options.signal, wait.signal]);
      const left = Math.max(0, end - Date.now());
      const changed = this.deps.changes.next(name, left, signal);
      const desired = await this.look(principal, name, options);
      const isOver =
        options.signal.aborted || this.deps.changes.ended || Date.now() >= end;
      if (desired || isOver) {
        wait.abort();
        return desired;
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
    const replica = toReplicaIdentity(replicaId, status.incarnation);
    const before = await stores.replicas.find(db, environment.id, replicaId);
    await db.transaction(async trx => {
      await this.admission.assert(trx, environment, replica, status);
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
      const logs = failureLogs(status);
      await servingWatch.check(environment, replicaId, status, logs);
    }
  }

  private async register(
    principal: Principal,
    name: string,
    replica?: ReplicaIdentity,
  ): Promise<void> {
    if (!replica) return;
    const environment = await this.find(principal, name);
    await this.admission.admit(this.deps.db, environment, replica);
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

  /** One moment's view of everything: a rollout that ends in between must not leave its generation behind. */
  private look(
    principal: Principal,
    name: string,
    { revision, replica }: { revision?: string; replica?: ReplicaIdentity },
  ): Promise<DesiredState | undefined> {
    const { db, stores } = this.deps;
    return db.transaction(
      async trx => {
        const { organizationId } = principal;
        const environment = await stores.environments.get(
          trx,
          organizationId,
          name,
        );
        // Another one may have taken its place while it waited.
        if (replica) {
          await this.admission.assertHolder(trx, environment, replica);
        }
        const aim = pausable(
          environment,
          await findAim(trx, stores, environment, replica?.id),
        );
        if (aim.revision === revision) return undefined;
        return this.build(trx, environment, aim);
      },
      { isolationLevel: 'repeatable read', readOnly: true },
    );
  }

  private async build(
    db: Knex,
    environment: EnvironmentRecord,
    aim: ReplicaAim,
  ): Promise<DesiredState> {
    const { stores, database, sharedConfigOf } = this.deps;
    const { generations, secrets, hostCredentials } = stores;
    return buildDesiredState({
      environment,
      aim,
      content: await generations.content(db, environment, aim.generation),
      sharedConfig: sharedConfigOf(environment.name),
      secrets: await secrets.openAll(db, environment.id),
      credentials: await hostCredentials.list(db, environment.id),
      database,
    });
  }

  private find(principal: Principal, name: string): Promise<EnvironmentRecord> {
    const { db, stores } = this.deps;
    return stores.environments.get(db, principal.organizationId, name);
  }
}

/** Hosts that are stopped are another state of the same generation. */
function pausable(environment: EnvironmentRecord, aim: ReplicaAim): ReplicaAim {
  return hostsAreStopped(environment)
    ? { ...aim, revision: `${aim.revision}.stopped` }
    : aim;
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
    hosts: source.hosts.map(host => ({
      pluginId: host.pluginId,
      state: host.state,
      specDigest: host.specDigest,
      pid: host.pid,
      // Their codes: messages count what goes on.
      reason: host.reason?.code,
      warning: host.warning?.code,
    })),
  });
  return !isDeepStrictEqual(essence(before), essence(status));
}

function failureLogs(status: ReplicaStatus): string[] | undefined {
  return status.rollout?.logs?.slice(-200);
}
