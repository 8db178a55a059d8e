import type { Knex } from 'knex';
import type { ApiKey, ApiKeyScope } from './types';

interface ApiKeyRow {
  id: string;
  organization_id: string;
  name: string;
  scopes: ApiKeyScope[];
  prefix: string;
  key_hash: string;
  created_by: string;
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

/** A key together with the hash that proves it. */
export interface StoredApiKey {
  apiKey: ApiKey;
  keyHash: string;
}

/** Rows of `api_keys` in the platform database. */
export class ApiKeyStore {
  constructor(private readonly database: Knex) {}

  async insert(trx: Knex, stored: StoredApiKey): Promise<void> {
    const { apiKey, keyHash } = stored;
    await trx('api_keys').insert({
      id: apiKey.id,
      organization_id: apiKey.organizationId,
      name: apiKey.name,
      scopes: JSON.stringify(apiKey.scopes),
      prefix: apiKey.prefix,
      key_hash: keyHash,
      created_by: apiKey.createdBy,
      created_at: apiKey.createdAt,
      expires_at: apiKey.expiresAt ?? null,
    });
  }

  async find(id: string): Promise<StoredApiKey | undefined> {
    const row = await this.database<ApiKeyRow>('api_keys')
      .where({ id })
      .first();
    return row && { apiKey: fromRow(row), keyHash: row.key_hash };
  }

  async list(organizationId: string): Promise<ApiKey[]> {
    const rows = await this.database<ApiKeyRow>('api_keys')
      .where({ organization_id: organizationId })
      .orderBy('created_at')
      .orderBy('id');
    return rows.map(fromRow);
  }

  /** False when the organization has no such key. Revoking twice keeps the first time. */
  async revoke(
    trx: Knex,
    key: { organizationId: string; id: string; by: string; at: Date },
  ): Promise<boolean> {
    const changed = await trx('api_keys')
      .where({ id: key.id, organization_id: key.organizationId })
      .update({
        revoked_at: trx.raw('coalesce(revoked_at, ?)', [key.at]),
        revoked_by: trx.raw('coalesce(revoked_by, ?)', [key.by]),
      });
    return changed > 0;
  }

  async touch(id: string, at: Date): Promise<void> {
    await this.database('api_keys').where({ id }).update({ last_used_at: at });
  }
}

function fromRow(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    organizationId: row.organization_id,
    name: row.name,
    scopes: row.scopes,
    prefix: row.prefix,
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at ?? undefined,
    lastUsedAt: row.last_used_at ?? undefined,
    revokedAt: row.revoked_at ?? undefined,
  };
}
