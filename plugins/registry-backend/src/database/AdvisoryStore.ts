import type { RecordAdvisoryRequest } from '@sceneshift/backstage-plugin-registry-common';
import type { Knex } from 'knex';
import type { AdvisoryRow } from './rows';

/** Rows of `advisories`. */
export class AdvisoryStore {
  constructor(private readonly database: Knex) {}

  /** Inserts it or, under the same id, replaces what was recorded. */
  async record(
    trx: Knex,
    advisory: RecordAdvisoryRequest & { organizationId: string },
    by: { actor: string; at: Date },
  ): Promise<void> {
    await trx('advisories')
      .insert({
        organization_id: advisory.organizationId,
        id: advisory.id,
        name: advisory.packageName,
        range: advisory.range,
        severity: advisory.severity,
        title: advisory.title,
        url: advisory.url ?? null,
        recorded_by: by.actor,
        recorded_at: by.at,
      })
      .onConflict(['organization_id', 'id'])
      .merge([
        'range',
        'severity',
        'title',
        'url',
        'recorded_by',
        'recorded_at',
      ]);
  }

  async setWithdrawn(
    trx: Knex,
    organizationId: string,
    id: string,
    by: { actor: string; at: Date } | undefined,
  ): Promise<void> {
    await trx('advisories')
      .where({ organization_id: organizationId, id })
      .update({
        withdrawn_by: by?.actor ?? null,
        withdrawn_at: by?.at ?? null,
      });
  }

  async find(
    organizationId: string,
    id: string,
    database: Knex = this.database,
  ): Promise<AdvisoryRow | undefined> {
    return database<AdvisoryRow>('advisories')
      .where({ organization_id: organizationId, id })
      .first();
  }

  /** By id, withdrawn ones included. */
  async list(
    organizationId: string,
    page: { packageName?: string; after?: string; limit: number },
  ): Promise<AdvisoryRow[]> {
    return this.database<AdvisoryRow>('advisories')
      .where({ organization_id: organizationId })
      .modify(query => {
        if (page.packageName !== undefined) {
          query.where({ name: page.packageName });
        }
        if (page.after !== undefined) query.where('id', '>', page.after);
      })
      .orderBy('id')
      .limit(page.limit);
  }

  /** Those that count, by id. */
  async ofPackages(
    organizationId: string,
    names: string[],
  ): Promise<AdvisoryRow[]> {
    return (
      this.database<AdvisoryRow>('advisories')
        .where({ organization_id: organizationId })
        // One binding: who audits a project names thousands.
        .whereRaw('name = any(?)', [names])
        .whereNull('withdrawn_at')
        .orderBy('id')
    );
  }
}
