import type { Knex } from 'knex';
import type {
  PluginLogs,
  ReplicaStatus,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type {
  EnvironmentRecord,
  ReplicaRecord,
} from '../domain/EnvironmentRecord';
import type { ReplicaIdentity } from '../domain/Incarnation';

interface ReplicaRow {
  id: string;
  environment_id: string;
  address: string;
  backstage_release: string;
  revision: string;
  generation: number;
  rollout: ReplicaRecord['rollout'] | null;
  hosts: ReplicaRecord['hosts'];
  last_seen_at: Date;
}

/** Who asked last under an id. */
export interface ReplicaHolder {
  /** Null when it did not say. */
  directory: string | null;
  start: number | null;
  askedSecondsAgo: number;
}

/** Not known to be another one, or the same data directory in the same start or a later one. */
const IS_SAME = `replica_polls.directory IS NULL
  OR (replica_polls.directory = excluded.directory AND replica_polls.start <= excluded.start)`;

/** By the clock of PostgreSQL alone: those of several processes may differ by more than a supervisor may be silent. */
const LAST_HEARD = 'greatest(replica_polls.polled_at, replica_polls.heard_at)';

const INTERVAL = `?::double precision * interval '1 millisecond'`;

/** Supervisors and the logs of their hosts in SQL. */
export class ReplicaStore {
  async upsert(
    db: Knex,
    environment: Pick<EnvironmentRecord, 'id' | 'organizationId'>,
    replicaId: string,
    status: ReplicaStatus,
  ): Promise<void> {
    await db('replicas')
      .insert({
        organization_id: environment.organizationId,
        environment_id: environment.id,
        id: replicaId,
        ...toStatusRow(status),
      })
      .onConflict(['environment_id', 'id'])
      .merge();
    await this.storeLogs(db, environment, replicaId, status);
  }

  /**
   * A supervisor asks what to run: only those that do are heard. One statement, so that of two which ask at once one is first.
   *
   * @param freeAfterMs - how long another one must not have been heard of; undefined while nobody can tell
   * @returns false when another one lives under the id
   */
  async register(
    db: Knex,
    environment: Pick<EnvironmentRecord, 'id' | 'organizationId'>,
    { id, incarnation }: ReplicaIdentity,
    freeAfterMs?: number,
  ): Promise<boolean> {
    const rows = await db('replica_polls')
      .insert({
        organization_id: environment.organizationId,
        environment_id: environment.id,
        replica_id: id,
        polled_at: db.fn.now(),
        directory: incarnation?.directory ?? null,
        start: incarnation?.start ?? null,
      })
      .onConflict(['environment_id', 'replica_id'])
      .merge()
      .whereRaw(`(${IS_SAME} OR ${LAST_HEARD} < now() - ${INTERVAL})`, [
        freeAfterMs ?? null,
      ])
      .returning('replica_id');
    return rows.length > 0;
  }

  /**
   * Notes that whoever asked last under an id is heard of; it stays the same one until the end of the transaction. One that turns out
   * to be another one has to be refused, and this with it.
   */
  async hear(
    trx: Knex.Transaction,
    environmentId: string,
    replicaId: string,
  ): Promise<ReplicaHolder | undefined> {
    await holderRow(trx, environmentId, replicaId).update({
      heard_at: trx.fn.now(),
    });
    return this.holder(trx, environmentId, replicaId);
  }

  async holder(
    db: Knex,
    environmentId: string,
    replicaId: string,
  ): Promise<ReplicaHolder | undefined> {
    return holderRow(db, environmentId, replicaId).first(
      'directory',
      db.raw('start::double precision AS start'),
      db.raw(
        'extract(epoch FROM now() - polled_at)::double precision AS "askedSecondsAgo"',
      ),
    );
  }

  async list(db: Knex, environmentId: string): Promise<ReplicaRecord[]> {
    const rows: ReplicaRow[] = await db('replicas')
      .where({ environment_id: environmentId })
      .orderBy('id');
    return rows.map(fromRow);
  }

  async find(
    db: Knex,
    environmentId: string,
    id: string,
  ): Promise<ReplicaRecord | undefined> {
    const row: ReplicaRow | undefined = await db('replicas')
      .where({ environment_id: environmentId, id })
      .first();
    return row && fromRow(row);
  }

  /** Forgets supervisors that were not heard of since a time: their addresses are no use any more. */
  async deleteUnseenSince(db: Knex, time: Date): Promise<number> {
    await db('replica_polls').where('polled_at', '<', time).delete();
    return db('replicas').where('last_seen_at', '<', time).delete();
  }

  async logs(
    db: Knex,
    environmentId: string,
    pluginId: string,
  ): Promise<PluginLogs['replicas']> {
    const rows = await db('host_logs')
      .where({ environment_id: environmentId, plugin_id: pluginId })
      .orderBy('replica_id');
    return rows.map(row => ({
      replicaId: row.replica_id,
      lines: row.lines,
      updatedAt: row.updated_at.toISOString(),
    }));
  }

  private async storeLogs(
    db: Knex,
    environment: Pick<EnvironmentRecord, 'id' | 'organizationId'>,
    replicaId: string,
    status: ReplicaStatus,
  ): Promise<void> {
    const rows = linesByPlugin(status);
    if (!rows.size) return;
    await db('host_logs')
      .insert(
        [...rows].map(([pluginId, lines]) => ({
          organization_id: environment.organizationId,
          environment_id: environment.id,
          plugin_id: pluginId,
          replica_id: replicaId,
          lines: JSON.stringify(lines.slice(-200)),
          updated_at: new Date(),
        })),
      )
      .onConflict(['environment_id', 'plugin_id', 'replica_id'])
      .merge();
  }
}

function holderRow(db: Knex, environmentId: string, replicaId: string) {
  return db('replica_polls').where({
    environment_id: environmentId,
    replica_id: replicaId,
  });
}

/** While hosts are exchanged a plugin has two of them: their lines are one log. */
function linesByPlugin(status: ReplicaStatus): Map<string, string[]> {
  const lines = new Map<string, string[]>();
  for (const { pluginId, logs } of status.hosts) {
    if (logs) lines.set(pluginId, [...(lines.get(pluginId) ?? []), ...logs]);
  }
  return lines;
}

function toStatusRow(status: ReplicaStatus) {
  const withoutLogs = <T extends { logs?: string[] }>({ logs, ...rest }: T) =>
    rest;
  return {
    address: status.address,
    backstage_release: status.backstageRelease,
    revision: status.revision,
    generation: status.generation,
    rollout: status.rollout
      ? JSON.stringify(withoutLogs(status.rollout))
      : null,
    hosts: JSON.stringify(status.hosts.map(withoutLogs)),
    last_seen_at: new Date(),
  };
}

function fromRow(row: ReplicaRow): ReplicaRecord {
  return {
    id: row.id,
    environmentId: row.environment_id,
    address: row.address,
    backstageRelease: row.backstage_release,
    revision: row.revision,
    generation: row.generation,
    rollout: row.rollout ?? undefined,
    hosts: row.hosts,
    lastSeenAt: row.last_seen_at,
  };
}
