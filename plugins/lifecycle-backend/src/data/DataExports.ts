import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ArtifactStore } from '@sceneshift/backstage-platform-node';
import type { Knex } from 'knex';
import type { ClientConfig } from 'pg';
import type { Stores } from '../database/Stores';
import type {
  EnvironmentRecord,
  RolloutRecord,
} from '../domain/EnvironmentRecord';
import type { HostCredentials } from '../hosts/HostCredentials';
import type { DataExportRecord } from './DataExportStore';
import { holdsRows } from './holdsRows';
import type { OwnedDatabase } from './ownedDatabases';
import { removeAbandonedFolders, writeExport } from './writeExport';

/** One that failed is tried again after this time: the disk may be full, and reading a large database is dear. */
const RETRY_MS = 60_000;

const CONNECT_TIMEOUT_MS = 10_000;

/** A plugin that was removed together with its data. */
export interface Removal {
  environment: EnvironmentRecord;
  rollout: RolloutRecord;
  credentials: HostCredentials;
}

/** Makes and keeps exports of plugin data. */
export class DataExports {
  constructor(
    private readonly deps: {
      db: Knex;
      stores: Stores;
      blobs: ArtifactStore;
      logger: LoggerService;
      retentionMs: number;
    },
  ) {}

  /**
   * Makes the export of one database for the removal of its plugin, unless it is made.
   *
   * @param prepare - called before the database is read
   * @returns undefined while there is none: it failed a moment ago
   * @throws when it cannot be made now
   */
  async ensure(
    { environment, rollout, credentials }: Removal,
    { name: databaseName, kind, takenAt }: OwnedDatabase,
    prepare: () => Promise<void>,
  ): Promise<DataExportRecord | undefined> {
    const { db, stores, blobs } = this.deps;
    const find = () =>
      stores.exports.findOfDatabase(db, rollout.id, databaseName);
    const present = await find();
    if (present?.digest && (await blobs.stat(present.digest))) return present;
    const isTooSoon = Date.now() - (present?.triedAt.getTime() ?? 0) < RETRY_MS;
    if (present?.state === 'failed' && isTooSoon) return undefined;
    const begun = await stores.exports.begin(db, {
      organizationId: environment.organizationId,
      environmentId: environment.id,
      pluginId: credentials.pluginId,
      rolloutId: rollout.id,
      databaseName,
      kind,
      takenAt,
      createdBy: rollout.createdBy,
    });
    await prepare();
    await this.make(environment, begun, credentials);
    return find();
  }

  /** Whether there is anything in a database that is worth an export. */
  async isWorthIt(
    { credentials }: Removal,
    { name }: OwnedDatabase,
  ): Promise<boolean> {
    return holdsRows(this.connectionTo(credentials, name));
  }

  /** Gives up what was kept for long enough. */
  async collect(): Promise<void> {
    const { db, stores, retentionMs } = this.deps;
    const oldest = new Date(Date.now() - retentionMs);
    for (const item of await stores.exports.listReadyBefore(db, oldest)) {
      await this.remove(item, 'plugin:lifecycle');
    }
    await removeAbandonedFolders();
  }

  async remove(item: DataExportRecord, actor: string): Promise<void> {
    const { db, stores, blobs } = this.deps;
    const environment = await stores.environments.getById(
      db,
      item.environmentId,
    );
    if (item.digest) await blobs.delete(item.digest);
    await db.transaction(async trx => {
      if (await stores.exports.delete(trx, item.id)) {
        await this.record(trx, environment, item, 'deleted', actor);
      }
    });
  }

  private async make(
    environment: EnvironmentRecord,
    item: DataExportRecord,
    credentials: HostCredentials,
  ): Promise<void> {
    const { db, stores, blobs } = this.deps;
    try {
      const { stored, tables } = await writeExport(
        this.connectionTo(credentials, item.databaseName),
        {
          environment: environment.name,
          pluginId: item.pluginId,
          database: item.kind,
          takenAt: item.takenAt?.toISOString(),
          exportedAt: new Date().toISOString(),
        },
        tarball => blobs.put(tarball),
      );
      const made = { digest: stored.digest, sizeBytes: stored.size, tables };
      if (!(await this.complete(environment, item, made))) {
        await blobs.delete(stored.digest);
      }
    } catch (error) {
      const { message } = error as Error;
      const { pluginId } = item;
      const reason = { code: 'INTERNAL', message, pluginId };
      await stores.exports.fail(db, item.id, reason);
      throw error;
    }
  }

  /** @returns false when the deletion was called off meanwhile */
  private async complete(
    environment: EnvironmentRecord,
    item: DataExportRecord,
    made: Required<Pick<DataExportRecord, 'digest' | 'sizeBytes' | 'tables'>>,
  ): Promise<boolean> {
    const { db, stores } = this.deps;
    return db.transaction(async trx => {
      if (!(await stores.exports.complete(trx, item.id, made))) return false;
      const completed = { ...item, ...made };
      const { createdBy } = item;
      await this.record(trx, environment, completed, 'completed', createdBy);
      return true;
    });
  }

  /** As the plugin's own role, which may read everything in there and nothing elsewhere. */
  private connectionTo(
    credentials: HostCredentials,
    database: string,
  ): ClientConfig {
    const { connectionSettings } = this.deps.db.client as {
      connectionSettings: ClientConfig;
    };
    const { host, port, ssl } = connectionSettings;
    return {
      host,
      port,
      ssl,
      user: credentials.roleName,
      password: credentials.password,
      database,
      application_name: 'sceneshift-lifecycle-export',
      // A server that went away without a word must not keep the export, and the plugin's lock, for ever.
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    };
  }

  private async record(
    trx: Knex,
    { name }: EnvironmentRecord,
    item: DataExportRecord,
    verb: 'completed' | 'deleted',
    actor: string,
  ): Promise<void> {
    const { organizationId, pluginId, digest, sizeBytes } = item;
    const data = {
      environment: name,
      pluginId,
      exportId: item.id,
      kind: item.kind,
      digest,
      sizeBytes,
    };
    const type = `lifecycle.export.${verb}`;
    await this.deps.stores.outbox.append(trx, { organizationId, type, data });
    await this.deps.stores.audit.append(trx, {
      organizationId,
      actor,
      action: type,
      subject: `${name}/${pluginId}`,
      details: data,
    });
  }
}
