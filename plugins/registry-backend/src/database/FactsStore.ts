import { HOSTED_ROLES } from '@sceneshift/backstage-platform-common';
import type { PackageRole } from '@sceneshift/backstage-platform-common';
import type { Knex } from 'knex';
import type { DeclaredRelations } from '../service/declaredRelations';

/** A place in the sequence of changed packages. */
export interface FactsPosition {
  revision: number;
  name: string;
}

export interface ChangedPackageRow {
  name: string;
  role: PackageRole;
  plugin_id: string | null;
  facts_revision: string;
  version_count: string;
}

export interface VersionFactsRow {
  name: string;
  version: string;
  integrity: string;
  plugin_id: string | null;
  extends_plugin_id: string | null;
  deprecated: string | null;
  yank_reason: string | null;
  published_at: Date;
  relations: DeclaredRelations;
}

export interface UnpassedRow {
  name: string;
  version: string;
  check: 'structure' | 'artifact';
  state: string;
  message: string | null;
}

export interface ArtifactNeedsRow {
  name: string;
  version: string;
  platform: string;
  /** JSON, not parsed: the same text is checked once. */
  load_needs: string;
}

/** What choices of versions depend on, and the sequence of its changes. */
export class FactsStore {
  constructor(private readonly database: Knex) {}

  /**
   * Notes that something about a package has changed. Call it last in the transaction of the change: an organization's
   * changes commit in the order of their numbers, so that who reads up to a number has missed nothing before it.
   */
  async touch(trx: Knex, organizationId: string, name: string): Promise<void> {
    const ofPackage = { organization_id: organizationId, name };
    // Always the package before the counter: transactions that lock them in different orders would wait for each other.
    await trx('packages').where(ofPackage).forUpdate().first('name');
    const [row] = await trx('facts_revisions')
      .insert({ organization_id: organizationId, revision: 1 })
      .onConflict('organization_id')
      .merge({ revision: trx.raw('facts_revisions.revision + 1') })
      .returning('revision');
    await trx('packages')
      .where(ofPackage)
      .update({ facts_revision: row.revision });
  }

  /** The number of the latest change. */
  async revision(organizationId: string): Promise<number> {
    const row = await this.database('facts_revisions')
      .where({ organization_id: organizationId })
      .first('revision');
    return Number(row?.revision ?? 0);
  }

  /** Packages with a role that is hosted, in the order in which they changed. */
  async changedAfter(
    organizationId: string,
    { revision, name }: FactsPosition,
    limit: number,
  ): Promise<ChangedPackageRow[]> {
    return this.database('packages as package')
      .where({ organization_id: organizationId })
      .whereIn('role', HOSTED_ROLES)
      .whereRaw('(facts_revision, name) > (?, ?)', [revision, name])
      .orderBy(['facts_revision', 'name'])
      .limit(limit)
      .select(
        'name',
        'role',
        'plugin_id',
        'facts_revision',
        this.database('versions as version')
          .count()
          .whereRaw('version.organization_id = package.organization_id')
          .whereRaw('version.name = package.name')
          .as('version_count'),
      );
  }

  async versions(
    organizationId: string,
    names: string[],
  ): Promise<VersionFactsRow[]> {
    return this.ofPackages('versions', organizationId, names).select(
      'name',
      'version',
      'integrity',
      'plugin_id',
      'extends_plugin_id',
      'deprecated',
      'yank_reason',
      'published_at',
      this.database.raw('coalesce(relations, package_json) as relations'),
    );
  }

  /** Checks that do not depend on a release and have not passed. */
  async unpassed(
    organizationId: string,
    names: string[],
  ): Promise<UnpassedRow[]> {
    return this.ofPackages('verdicts', organizationId, names)
      .whereIn('check', ['structure', 'artifact'])
      .whereNot({ state: 'PASSED' })
      .orderBy(['check', 'baseline'])
      .select('name', 'version', 'check', 'state', 'message');
  }

  async artifacts(
    organizationId: string,
    names: string[],
  ): Promise<ArtifactNeedsRow[]> {
    return this.ofPackages('artifacts', organizationId, names)
      .orderBy(['created_at', 'digest'])
      .select(
        'name',
        'version',
        'platform',
        this.database.raw('coalesce(load_needs, manifest)::text as load_needs'),
      );
  }

  private ofPackages(
    table: string,
    organizationId: string,
    names: string[],
  ): Knex.QueryBuilder {
    return this.database(table)
      .where({ organization_id: organizationId })
      .whereIn('name', names);
  }
}
