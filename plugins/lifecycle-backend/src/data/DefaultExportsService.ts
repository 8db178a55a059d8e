import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import {
  principalRef,
  type ArtifactStore,
  type Principal,
} from '@sceneshift/backstage-platform-node';
import type {
  DataExport,
  LifecyclePage,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Knex } from 'knex';
import type { Stores } from '../database/Stores';
import type { DataExports } from './DataExports';
import type { DataExportRecord } from './DataExportStore';
import type { ExportsService } from './types';

/** Shows exports and hands them out. */
export class DefaultExportsService implements ExportsService {
  constructor(
    private readonly deps: {
      db: Knex;
      stores: Stores;
      blobs: ArtifactStore;
      exports: DataExports;
      retentionMs: number;
    },
  ) {}

  async list(
    principal: Principal,
    name: string,
  ): Promise<LifecyclePage<DataExport>> {
    const { db, stores } = this.deps;
    const { organizationId } = principal;
    const { id } = await stores.environments.get(db, organizationId, name);
    const records = await stores.exports.list(db, id);
    return { items: records.map(record => this.describe(record, name)) };
  }

  async open(principal: Principal, name: string, id: string) {
    const record = await this.find(principal, name, id);
    if (!record.digest) throw unknown(id);
    return {
      item: this.describe(record, name),
      content: await this.deps.blobs.open(record.digest),
    };
  }

  async delete(principal: Principal, name: string, id: string): Promise<void> {
    const record = await this.find(principal, name, id);
    // One that is not complete is still needed: its data is not deleted before it is.
    if (record.state !== 'ready') throw unknown(id);
    await this.deps.exports.remove(record, principalRef(principal));
  }

  private async find(
    principal: Principal,
    name: string,
    id: string,
  ): Promise<DataExportRecord> {
    const { db, stores } = this.deps;
    const environment = await stores.environments.get(
      db,
      principal.organizationId,
      name,
    );
    const record = await stores.exports.find(db, environment.id, id);
    if (record) return record;
    throw unknown(id);
  }

  private describe(record: DataExportRecord, environment: string): DataExport {
    const { id, pluginId, state, digest, sizeBytes, tables } = record;
    const expiresAt = record.createdAt.getTime() + this.deps.retentionMs;
    return {
      id,
      environment,
      pluginId,
      kind: record.kind,
      takenAt: (record.takenAt ?? record.createdAt).toISOString(),
      state,
      digest,
      sizeBytes,
      tables,
      createdAt: record.createdAt.toISOString(),
      createdBy: record.createdBy,
      ...(state === 'ready' && {
        expiresAt: new Date(expiresAt).toISOString(),
      }),
      reason: record.reason,
    };
  }
}

function unknown(id: string): SceneshiftError {
  return new SceneshiftError(
    'DATA_EXPORT_NOT_FOUND',
    `There is no complete export '${id}'. Exports are listed at GET …/environments/{environment}/exports.`,
  );
}
