import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { Knex } from 'knex';
import type { ScopeClaimStore } from '../database/ScopeClaimStore';
import { claimOf } from './identifiers';

/** Who may publish under a scope. */
export class ScopeClaims {
  constructor(
    private readonly store: ScopeClaimStore,
    private readonly options: { claimOnFirstPublish: boolean },
  ) {}

  /**
   * Passes when the organization owns the package's scope, or may claim it by this publish.
   *
   * @throws SceneshiftError `SCOPE_CLAIMED`, `SCOPE_UNCLAIMED`
   */
  async assertOwned(
    trx: Knex,
    publish: { organizationId: string; name: string; at: Date },
  ): Promise<void> {
    const scope = claimOf(publish.name);
    const { organizationId, at } = publish;
    if (this.options.claimOnFirstPublish) {
      await this.store.claim(trx, { scope, organizationId, at });
    }
    const owner = await this.store.ownerOf(trx, scope);
    if (owner === organizationId) return;
    if (owner) {
      throw new SceneshiftError(
        'SCOPE_CLAIMED',
        `The scope ${scope} belongs to another organization: publish under a scope of your own, or import the package`,
      );
    }
    throw new SceneshiftError(
      'SCOPE_UNCLAIMED',
      `No organization has claimed the scope ${scope}: add it under sceneshift.registry.scopes`,
    );
  }
}
