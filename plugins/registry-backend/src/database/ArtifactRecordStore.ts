import type {
  ArtifactManifest,
  Digest,
} from '@sceneshift/backstage-platform-common';
import type { LoadNeeds } from '@sceneshift/backstage-plugin-registry-common';
import type { Knex } from 'knex';
import type { ArtifactFacts } from '../ingest/types';
import {
  whereVersion,
  type ArtifactManifestRow,
  type ArtifactRow,
  type VersionKey,
} from './rows';

const COLUMNS = [
  'organization_id',
  'name',
  'version',
  'digest',
  'baseline',
  'platform',
  'size',
  'unpacked_size',
  'created_at',
];

/** Rows of `artifacts`; the bytes are in the artifact store. */
export class ArtifactRecordStore {
  constructor(private readonly database: Knex) {}

  /** False when the version has an artifact for that baseline and platform already. */
  async insert(
    trx: Knex,
    key: VersionKey,
    facts: ArtifactFacts,
    by: { actor: string; at: Date },
  ): Promise<boolean> {
    const inserted = await trx('artifacts')
      .insert({
        ...whereVersion(key),
        digest: facts.digest,
        baseline: facts.manifest.baseline,
        platform: facts.manifest.platform,
        size: facts.size,
        unpacked_size: facts.unpackedSize,
        manifest: JSON.stringify(facts.manifest),
        load_needs: JSON.stringify(loadNeedsOf(facts.manifest)),
        created_by: by.actor,
        created_at: by.at,
      })
      .onConflict([
        'organization_id',
        'name',
        'version',
        'baseline',
        'platform',
      ])
      .ignore()
      .returning('digest');
    return inserted.length > 0;
  }

  async find(
    key: VersionKey,
    digest: Digest,
  ): Promise<ArtifactRow | undefined> {
    return this.database('artifacts')
      .where({ ...whereVersion(key), digest })
      .first(COLUMNS);
  }

  async manifest(
    key: VersionKey,
    digest: Digest,
  ): Promise<ArtifactManifestRow | undefined> {
    return this.database('artifacts')
      .where({ ...whereVersion(key), digest })
      .first();
  }

  async ofVersion(
    key: VersionKey,
    database: Knex = this.database,
  ): Promise<ArtifactRow[]> {
    return database('artifacts')
      .where(whereVersion(key))
      .select(COLUMNS)
      .orderBy(['created_at', 'digest']);
  }

  /** The configuration schema that the newest artifact carries. */
  async configSchema(
    key: VersionKey,
  ): Promise<Record<string, unknown> | undefined> {
    const row = await this.database('artifacts')
      .where(whereVersion(key))
      .whereRaw(`manifest -> 'configSchema' is not null`)
      .orderBy('created_at', 'desc')
      .first(this.database.raw(`manifest -> 'configSchema' as schema`));
    return row?.schema;
  }
}

/** The part of a manifest that the link check reads, at its place. */
function loadNeedsOf({ role, imports, frontend }: ArtifactManifest): LoadNeeds {
  return {
    role,
    imports,
    ...(frontend && { frontend: { shared: frontend.shared } }),
  };
}
