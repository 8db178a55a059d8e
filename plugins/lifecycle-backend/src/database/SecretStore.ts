import type { Knex } from 'knex';
import type { SecretSummary } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { SecretCipher } from '../config/SecretCipher';
import type { EnvironmentRecord } from '../domain/EnvironmentRecord';

type Owner = Pick<EnvironmentRecord, 'id' | 'organizationId'>;

/** A secret, opened. The version grows with each write, so that hosts know of a change without seeing a value. */
export interface OpenSecret {
  value: string;
  version: number;
}

/** Secrets of environments in SQL, encrypted. */
export class SecretStore {
  constructor(private readonly cipher: SecretCipher) {}

  async list(db: Knex, environmentId: string): Promise<SecretSummary[]> {
    const rows = await db('secrets')
      .where({ environment_id: environmentId })
      .orderBy('name')
      .select('name', 'updated_at', 'updated_by');
    return rows.map(row => ({
      name: row.name,
      updatedAt: row.updated_at.toISOString(),
      updatedBy: row.updated_by,
    }));
  }

  async put(
    trx: Knex,
    owner: Owner,
    name: string,
    secret: { value: string; updatedBy: string },
  ): Promise<void> {
    await trx('secrets')
      .insert({
        organization_id: owner.organizationId,
        environment_id: owner.id,
        name,
        value: this.cipher.encrypt(secret.value, contextOf(owner.id, name)),
        updated_at: new Date(),
        updated_by: secret.updatedBy,
      })
      .onConflict(['environment_id', 'name'])
      .merge({
        value: this.cipher.encrypt(secret.value, contextOf(owner.id, name)),
        version: trx.raw('secrets.version + 1'),
        updated_at: new Date(),
        updated_by: secret.updatedBy,
      });
  }

  /** @returns whether there was one */
  async delete(
    trx: Knex,
    environmentId: string,
    name: string,
  ): Promise<boolean> {
    const count = await trx('secrets')
      .where({ environment_id: environmentId, name })
      .delete();
    return count > 0;
  }

  /** By name, without opening any. */
  async versions(
    db: Knex,
    environmentId: string,
  ): Promise<Map<string, Pick<OpenSecret, 'version'>>> {
    const rows = await db('secrets')
      .where({ environment_id: environmentId })
      .select('name', 'version');
    return new Map(rows.map(({ name, version }) => [name, { version }]));
  }

  async openAll(
    db: Knex,
    environmentId: string,
  ): Promise<Map<string, OpenSecret>> {
    const rows = await db('secrets').where({ environment_id: environmentId });
    return new Map(
      rows.map(row => [
        row.name,
        {
          value: this.cipher.decrypt(
            row.value,
            contextOf(environmentId, row.name),
          ),
          version: row.version,
        },
      ]),
    );
  }
}

function contextOf(environmentId: string, name: string): string {
  return `secret:${environmentId}:${name}`;
}
