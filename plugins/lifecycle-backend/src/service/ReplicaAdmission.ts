import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { ReplicaStatus } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Knex } from 'knex';
import type { ReplicaHolder } from '../database/ReplicaStore';
import type { Stores } from '../database/Stores';
import type { EnvironmentRecord } from '../domain/EnvironmentRecord';
import type { ReplicaIdentity } from '../domain/Incarnation';

/** The longest poll, and half as much for the way to the next one. */
const REGISTERED_SECONDS = 90;

/** Tells supervisors of an environment from whoever else has its key: a rollout must never wait for one that is none. */
export class ReplicaAdmission {
  /** A clock that is set meanwhile changes nothing of how long this process has listened. */
  private readonly startedAt = performance.now();

  constructor(
    private readonly stores: Pick<Stores, 'replicas' | 'generations'>,
    private readonly replicaTimeoutMs: number,
  ) {}

  /** Lets a supervisor ask what to run. Refuses one whose id belongs to another that lives. */
  async admit(
    db: Knex,
    environment: EnvironmentRecord,
    replica: ReplicaIdentity,
  ): Promise<void> {
    const { replicas } = this.stores;
    const isAdmitted = await replicas.register(
      db,
      environment,
      replica,
      this.freeAfterMs(),
    );
    if (isAdmitted) return;
    const holder = await replicas.holder(db, environment.id, replica.id);
    throw await this.inUse(db, environment, replica, holder);
  }

  /** Refuses the report of what is no supervisor of this environment. */
  async assert(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
    replica: ReplicaIdentity,
    status: ReplicaStatus,
  ): Promise<void> {
    assertRelease(environment, replica.id, status);
    await this.assertRegistered(trx, environment, replica);
    await this.assertGeneration(trx, environment, replica.id, status);
  }

  /** Refuses a supervisor that has lost its id to another one. */
  async assertHolder(
    db: Knex,
    environment: EnvironmentRecord,
    replica: ReplicaIdentity,
  ): Promise<void> {
    const { id } = replica;
    const holder = await this.stores.replicas.holder(db, environment.id, id);
    if (isHeldBy(holder, replica)) return;
    throw await this.inUse(db, environment, replica, holder);
  }

  /** Nobody is known to be silent before this process has listened for as long. */
  private freeAfterMs(): number | undefined {
    const listenedMs = performance.now() - this.startedAt;
    return listenedMs < this.replicaTimeoutMs
      ? undefined
      : this.replicaTimeoutMs;
  }

  private async assertRegistered(
    trx: Knex.Transaction,
    environment: EnvironmentRecord,
    replica: ReplicaIdentity,
  ): Promise<void> {
    const { id } = replica;
    const holder = await this.stores.replicas.hear(trx, environment.id, id);
    if (!isHeldBy(holder, replica)) {
      throw await this.inUse(trx, environment, replica, holder);
    }
    if (holder && holder.askedSecondsAgo < REGISTERED_SECONDS) return;
    throw new SceneshiftError(
      'REPLICA_NOT_REGISTERED',
      `Supervisor '${id}' has not asked lately what to run in environment '${environment.name}': get its desired state with ?replica=${id} first.`,
    );
  }

  private async inUse(
    db: Knex,
    { id: environmentId, name }: EnvironmentRecord,
    { id, incarnation }: ReplicaIdentity,
    holder: ReplicaHolder | undefined,
  ): Promise<SceneshiftError> {
    const known = await this.stores.replicas.find(db, environmentId, id);
    const other = known ? ` (${known.address})` : '';
    const isCopy = holder?.directory === incarnation?.directory;
    return new SceneshiftError(
      'REPLICA_ID_IN_USE',
      isCopy
        ? `Supervisor '${id}' of environment '${name}' was started again later on the same data directory or a copy of it${other}: stop this one, or give it a --data directory and a --replica-id of its own.`
        : `Environment '${name}' has another supervisor with the id '${id}'${other}, which lives: give this one a --replica-id of its own, or stop the other one. ${
            this.replicaTimeoutMs / 1000
          } s after that one was last heard of, this one takes its place.`,
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

/** A holder that does not say who it is, or nobody, stands in no one's way. */
function isHeldBy(
  holder: ReplicaHolder | undefined,
  { incarnation }: ReplicaIdentity,
): boolean {
  if (!holder?.directory) return true;
  const { directory, start } = incarnation ?? {};
  return holder.directory === directory && (start ?? 0) >= (holder.start ?? 0);
}
