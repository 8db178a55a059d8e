import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type { ReplicaRecord } from '../domain/EnvironmentRecord';

/**
 * Tells which supervisors are alive: those that were heard of lately. While no process of the control plane lived nobody could
 * be heard, so that time counts for nothing: who was alive before is given the chance to report again.
 */
export class LiveReplicas {
  private readonly outages = new Map<string, number>();

  constructor(
    private readonly deps: { stores: Stores; replicaTimeoutMs: number },
    private readonly startedAt: Date,
  ) {}

  async list(
    db: Knex,
    environmentId: string,
    now: Date,
  ): Promise<ReplicaRecord[]> {
    const { stores, replicaTimeoutMs } = this.deps;
    const replicas = await stores.replicas.list(db, environmentId);
    const outage = this.outageOf(environmentId, replicas);
    const oldest = now.getTime() - replicaTimeoutMs;
    return replicas.filter(
      ({ lastSeenAt }) => this.lastHeard(lastSeenAt, outage) >= oldest,
    );
  }

  private lastHeard(lastSeenAt: Date, outage: number): number {
    return lastSeenAt < this.startedAt
      ? lastSeenAt.getTime() + outage
      : lastSeenAt.getTime();
  }

  /** From the last report before this process to its start; nothing where another process has lived on. */
  private outageOf(environmentId: string, replicas: ReplicaRecord[]): number {
    const known = this.outages.get(environmentId);
    if (known !== undefined || !replicas.length) return known ?? 0;
    const newest = Math.max(
      ...replicas.map(({ lastSeenAt }) => lastSeenAt.getTime()),
    );
    const outage = Math.max(0, this.startedAt.getTime() - newest);
    this.outages.set(environmentId, outage);
    return outage;
  }
}
