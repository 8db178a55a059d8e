import type { AcceptAdvisoryRequest } from '@sceneshift/backstage-plugin-resolver-common';
import type { Knex } from 'knex';

export interface AcceptanceRow {
  id: string;
  organization_id: string;
  advisory_id: string;
  package_name: string;
  range: string;
  environment: string | null;
  reason: string;
  expires_at: Date;
  created_at: Date;
  created_by: string;
  revoked_at: Date | null;
  revoked_by: string | null;
}

/** Rows of `advisory_acceptances`. */
export class AcceptanceStore {
  constructor(private readonly database: Knex) {}

  async insert(
    trx: Knex,
    accepted: Required<Pick<AcceptAdvisoryRequest, 'range'>> &
      AcceptAdvisoryRequest & { id: string; organizationId: string },
    by: { actor: string; at: Date },
  ): Promise<void> {
    await trx('advisory_acceptances').insert({
      id: accepted.id,
      organization_id: accepted.organizationId,
      advisory_id: accepted.advisoryId,
      package_name: accepted.packageName,
      range: accepted.range,
      environment: accepted.environment ?? null,
      reason: accepted.reason,
      expires_at: accepted.expiresAt,
      created_at: by.at,
      created_by: by.actor,
    });
  }

  async setRevoked(
    trx: Knex,
    id: string,
    by: { actor: string; at: Date },
  ): Promise<void> {
    await trx('advisory_acceptances')
      .where({ id })
      .update({ revoked_by: by.actor, revoked_at: by.at });
  }

  /** Locks the row, for a change in the same transaction. */
  async lock(
    trx: Knex,
    organizationId: string,
    id: string,
  ): Promise<AcceptanceRow | undefined> {
    return trx<AcceptanceRow>('advisory_acceptances')
      .where({ organization_id: organizationId, id })
      .forUpdate()
      .first();
  }

  async find(
    organizationId: string,
    id: string,
  ): Promise<AcceptanceRow | undefined> {
    return this.database<AcceptanceRow>('advisory_acceptances')
      .where({ organization_id: organizationId, id })
      .first();
  }

  /** Newest first, expired and revoked ones included. */
  async list(
    organizationId: string,
    page: {
      environment?: string;
      after?: { createdAt: string; id: string };
      limit: number;
    },
  ): Promise<AcceptanceRow[]> {
    const query = this.database<AcceptanceRow>('advisory_acceptances')
      .where({ organization_id: organizationId })
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(page.limit);
    if (page.environment !== undefined) {
      query.whereRaw('coalesce(environment, ?) = ?', [
        page.environment,
        page.environment,
      ]);
    }
    if (page.after) {
      query.whereRaw('(created_at, id) < (?, ?)', [
        page.after.createdAt,
        page.after.id,
      ]);
    }
    return query;
  }

  /** Those that count in an environment now; of several for the same versions, the one that ends last. */
  async active(
    organizationId: string,
    environment: string | undefined,
    now: Date,
  ): Promise<AcceptanceRow[]> {
    return this.database<AcceptanceRow>('advisory_acceptances')
      .where({ organization_id: organizationId, revoked_at: null })
      .where('expires_at', '>', now)
      .where(query => {
        query.whereNull('environment');
        if (environment !== undefined) query.orWhere({ environment });
      })
      .distinctOn('advisory_id', 'package_name', 'range')
      .orderBy([
        { column: 'advisory_id' },
        { column: 'package_name' },
        { column: 'range' },
        { column: 'expires_at', order: 'desc' },
        { column: 'id' },
      ])
      .select('*');
  }
}
