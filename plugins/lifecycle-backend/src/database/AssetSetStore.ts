import type { Knex } from 'knex';
import type { Digest } from '@sceneshift/backstage-platform-common';

/** One frontend artifact whose files the control plane serves. */
export interface AssetSet {
  digest: Digest;
  organizationId: string;
  packageName: string;
  version: string;
  /** `sha384-…` of the entry. */
  entryIntegrity: string;
  /** Bytes of all files together. */
  size: number;
  /** Path to hex sha256. */
  files: Record<string, string>;
}

interface AssetSetRow {
  digest: string;
  organization_id: string;
  package_name: string;
  version: string;
  entry_integrity: string;
  size: string;
  files: Record<string, string>;
}

/** Frontend artifacts in SQL; their bytes are on disk and can be fetched again. */
export class AssetSetStore {
  async insertOnce(db: Knex, set: AssetSet): Promise<void> {
    await db('asset_sets')
      .insert({
        digest: set.digest,
        organization_id: set.organizationId,
        package_name: set.packageName,
        version: set.version,
        entry_integrity: set.entryIntegrity,
        size: set.size,
        files: JSON.stringify(set.files),
      })
      .onConflict('digest')
      .merge({ last_referenced_at: new Date() });
  }

  async find(db: Knex, digest: Digest): Promise<AssetSet | undefined> {
    const row: AssetSetRow | undefined = await db('asset_sets')
      .where({ digest })
      .first();
    return row && fromRow(row);
  }

  /** Longest unreferenced first. */
  async list(db: Knex): Promise<AssetSet[]> {
    const rows: AssetSetRow[] = await db('asset_sets').orderBy(
      'last_referenced_at',
    );
    return rows.map(fromRow);
  }

  async touch(db: Knex, digests: Digest[]): Promise<void> {
    await db('asset_sets')
      .whereIn('digest', digests)
      .update({ last_referenced_at: db.fn.now() });
  }

  /** Forgets what was not referenced since a time. */
  async deleteUnreferenced(
    db: Knex,
    since: Date,
    referenced: Digest[],
  ): Promise<void> {
    await db('asset_sets')
      .where('last_referenced_at', '<', since)
      .whereNotIn('digest', referenced)
      .delete();
  }
}

function fromRow(row: AssetSetRow): AssetSet {
  return {
    digest: row.digest,
    organizationId: row.organization_id,
    packageName: row.package_name,
    version: row.version,
    entryIntegrity: row.entry_integrity,
    size: Number(row.size),
    files: row.files,
  };
}
