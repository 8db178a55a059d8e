import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { isDeepStrictEqual } from 'node:util';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { EnvironmentRecord } from '../domain/EnvironmentRecord';
import { hashOf } from '../domain/hashOf';
import type { EnvironmentDefinition } from '../config/LifecycleConfig';

/** The PostgreSQL channel on which environments announce that they changed; the payload is the name. */
export const ENVIRONMENT_CHANNEL = 'lifecycle_environment';

interface EnvironmentRow {
  id: string;
  organization_id: string;
  name: string;
  title: string;
  backstage_release: string;
  policy: EnvironmentRecord['policy'];
  shared_config_hash: string;
  serving_generation: number;
  desired_generation: number;
  remotes_generation: number;
  active_rollout_id: string | null;
  paused: EnvironmentRecord['paused'] | null;
  revision: string;
}

/** The fields that a rollout moves. */
export type EnvironmentPointers = Partial<
  Pick<
    EnvironmentRecord,
    'servingGeneration' | 'desiredGeneration' | 'remotesGeneration'
  >
> & { activeRolloutId?: string | null };

/** Environments in SQL. */
export class EnvironmentStore {
  /**
   * Makes the stored environment agree with its definition; a difference that hosts see is announced.
   *
   * @returns what had to be done; undefined when the two agreed
   */
  async upsert(
    db: Knex,
    definition: EnvironmentDefinition,
  ): Promise<'created' | 'changed' | undefined> {
    const inserted = await db('environments')
      .insert({ id: randomUUID(), ...toDefinitionRow(definition) })
      .onConflict('name')
      .ignore()
      .returning('id');
    if (inserted.length) return 'created';
    const stored = await this.findByName(db, definition.name);
    if (stored.organizationId !== definition.organization) {
      throw new Error(
        `Environment '${definition.name}' belongs to organization '${stored.organizationId}' in the database, ` +
          `but to '${definition.organization}' in sceneshift.environments: give the new one another name.`,
      );
    }
    if (!differs(stored, definition)) return undefined;
    await db('environments')
      .where({ id: stored.id })
      .update(toDefinitionRow(definition));
    await this.announce(db, stored);
    return 'changed';
  }

  async list(db: Knex, organizationId: string): Promise<EnvironmentRecord[]> {
    const rows: EnvironmentRow[] = await db('environments')
      .where({ organization_id: organizationId })
      .orderBy('name');
    return rows.map(fromRow);
  }

  async listAll(db: Knex): Promise<EnvironmentRecord[]> {
    const rows: EnvironmentRow[] = await db('environments').orderBy('name');
    return rows.map(fromRow);
  }

  /** Another organization's environment is as unknown as none. */
  async get(
    db: Knex,
    organizationId: string,
    name: string,
  ): Promise<EnvironmentRecord> {
    const row: EnvironmentRow | undefined = await db('environments')
      .where({ organization_id: organizationId, name })
      .first();
    if (!row) throw unknownEnvironment(name);
    return fromRow(row);
  }

  async findByName(db: Knex, name: string): Promise<EnvironmentRecord> {
    const row: EnvironmentRow | undefined = await db('environments')
      .where({ name })
      .first();
    if (!row) throw unknownEnvironment(name);
    return fromRow(row);
  }

  async getById(db: Knex, id: string): Promise<EnvironmentRecord> {
    const row: EnvironmentRow | undefined = await db('environments')
      .where({ id })
      .first();
    if (!row) throw unknownEnvironment(id);
    return fromRow(row);
  }

  /** Everything that moves an environment goes through this row lock, so that two movers take turns. */
  async lock(trx: Knex.Transaction, id: string): Promise<EnvironmentRecord> {
    const row: EnvironmentRow | undefined = await trx('environments')
      .where({ id })
      .forUpdate()
      .first();
    if (!row) throw unknownEnvironment(id);
    return fromRow(row);
  }

  /** A new revision for every supervisor. */
  async move(
    trx: Knex.Transaction,
    environment: Pick<EnvironmentRecord, 'id' | 'name'>,
    pointers: EnvironmentPointers,
  ): Promise<void> {
    await this.point(trx, environment, pointers);
    await this.announce(trx, environment);
  }

  /** No new revision: supervisors that take part in a rollout have one of their own, the others are left in peace. */
  async point(
    trx: Knex.Transaction,
    environment: Pick<EnvironmentRecord, 'id' | 'name'>,
    pointers: EnvironmentPointers,
  ): Promise<void> {
    await trx('environments').where({ id: environment.id }).update({
      serving_generation: pointers.servingGeneration,
      desired_generation: pointers.desiredGeneration,
      remotes_generation: pointers.remotesGeneration,
      active_rollout_id: pointers.activeRolloutId,
      updated_at: trx.fn.now(),
    });
    await this.notify(trx, environment);
  }

  /** @param paused - undefined resumes */
  async pause(
    trx: Knex.Transaction,
    environment: Pick<EnvironmentRecord, 'id' | 'name'>,
    paused: EnvironmentRecord['paused'],
  ): Promise<void> {
    await trx('environments')
      .where({ id: environment.id })
      .update({ paused: paused ? JSON.stringify(paused) : null });
    await this.announce(trx, environment);
  }

  /** No new revision: supervisors are told of a rollout once it is prepared. */
  async begin(
    trx: Knex.Transaction,
    environment: Pick<EnvironmentRecord, 'id' | 'name'>,
    rolloutId: string,
  ): Promise<void> {
    await trx('environments')
      .where({ id: environment.id })
      .update({ active_rollout_id: rolloutId });
    await this.notify(trx, environment);
  }

  /** A new revision: every waiting supervisor, proxy and page looks again, in all processes. */
  async announce(
    db: Knex,
    environment: Pick<EnvironmentRecord, 'id' | 'name'>,
  ): Promise<void> {
    await db('environments')
      .where({ id: environment.id })
      .increment('revision', 1);
    await this.notify(db, environment);
  }

  /** Wakes listeners without a new revision: routes or health changed, the desired state did not. */
  async notify(
    db: Knex,
    environment: Pick<EnvironmentRecord, 'name'>,
  ): Promise<void> {
    await db.raw('select pg_notify(?, ?)', [
      ENVIRONMENT_CHANNEL,
      environment.name,
    ]);
  }
}

function unknownEnvironment(name: string): SceneshiftError {
  return new SceneshiftError(
    'ENVIRONMENT_NOT_FOUND',
    `There is no environment '${name}'. Environments are listed at GET /api/lifecycle/v1/environments and ` +
      'defined in sceneshift.environments.',
  );
}

function differs(
  stored: EnvironmentRecord,
  definition: EnvironmentDefinition,
): boolean {
  const { title, backstageRelease, policy } = definition;
  return !isDeepStrictEqual(
    [title, backstageRelease, policy, hashOf(definition.sharedConfig)],
    [
      stored.title,
      stored.backstageRelease,
      stored.policy,
      stored.sharedConfigHash,
    ],
  );
}

function toDefinitionRow(definition: EnvironmentDefinition) {
  return {
    organization_id: definition.organization,
    name: definition.name,
    title: definition.title,
    backstage_release: definition.backstageRelease,
    policy: JSON.stringify(definition.policy),
    shared_config_hash: hashOf(definition.sharedConfig),
  };
}

function fromRow(row: EnvironmentRow): EnvironmentRecord {
  return {
    id: row.id,
    organizationId: row.organization_id,
    name: row.name,
    title: row.title,
    backstageRelease: row.backstage_release,
    policy: row.policy,
    sharedConfigHash: row.shared_config_hash,
    servingGeneration: row.serving_generation,
    desiredGeneration: row.desired_generation,
    remotesGeneration: row.remotes_generation,
    activeRolloutId: row.active_rollout_id ?? undefined,
    paused: row.paused ?? undefined,
    revision: String(row.revision),
  };
}
