import type { Knex } from 'knex';

/** Rows of `scope_claims`. */
export class ScopeClaimStore {
  constructor(private readonly database: Knex) {}

  /** The organization that owns the scope. */
  async ownerOf(trx: Knex, scope: string): Promise<string | undefined> {
    const row = await trx('scope_claims')
      .where({ scope })
      .first('organization_id');
    return row?.organization_id;
  }

  /** Claims a free scope. Another claim in the same moment wins or loses as a whole. */
  async claim(
    trx: Knex,
    claim: { scope: string; organizationId: string; at: Date },
  ): Promise<void> {
    await trx('scope_claims')
      .insert({
        scope: claim.scope,
        organization_id: claim.organizationId,
        claimed_at: claim.at,
      })
      .onConflict('scope')
      .ignore();
  }

  /** Claims of the configuration stand above those made by publishing. */
  async configure(
    claims: Array<{ scope: string; organizationId: string }>,
    at: Date,
  ): Promise<void> {
    for (const { scope, organizationId } of claims) {
      await this.database('scope_claims')
        .insert({ scope, organization_id: organizationId, claimed_at: at })
        .onConflict('scope')
        .merge(['organization_id']);
    }
  }
}
