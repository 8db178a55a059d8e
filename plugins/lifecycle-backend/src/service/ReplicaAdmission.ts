import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { ReplicaStatus } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type { EnvironmentRecord } from '../domain/EnvironmentRecord';

/** The longest poll, and half as much for the way to the next one. */
const REGISTERED_SECONDS = 90;

/** Tells supervisors of an environment from whoever else has its key: a rollout must never wait for one that is none. */
export class ReplicaAdmission {
  constructor(
    private readonly stores: Pick<Stores, 'replicas' | 'generations'>,
  ) {}

  /** Refuses the report of what is no supervisor of this environment. */
  async assert(
    db: Knex,
    environment: EnvironmentRecord,
    replicaId: string,
    status: ReplicaStatus,
  ): Promise<void> {
    assertRelease(environment, replicaId, status);
    await this.assertRegistered(db, environment, replicaId);
    await this.assertGeneration(db, environment, replicaId, status);
  }

  private async assertRegistered(
    db: Knex,
    { id, name }: EnvironmentRecord,
    replicaId: string,
  ): Promise<void> {
    const isRegistered = await this.stores.replicas.isRegistered(
      db,
      id,
      replicaId,
      REGISTERED_SECONDS,
    );
    if (isRegistered) return;
    throw new SceneshiftError(
      'REPLICA_NOT_REGISTERED',
      `Supervisor '${replicaId}' has not asked lately what to run in environment '${name}': get its desired state with ?replica=${replicaId} first.`,
    );
  }

  /** What it is on its way to counts: a database that was restored may know less than a supervisor has left behind. */
  private async assertGeneration(
    db: Knex,
    { id, name }: EnvironmentRecord,
    replicaId: string,
    { generation, rollout }: ReplicaStatus,
  ): Promise<void> {
    const aim = rollout?.generation ?? generation;
    if (await this.stores.generations.has(db, id, aim)) return;
    throw new SceneshiftError(
      'REPLICA_GENERATION_UNKNOWN',
      `Supervisor '${replicaId}' reports generation ${aim}, which environment '${name}' does not have: get the desired state and report again.`,
    );
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
