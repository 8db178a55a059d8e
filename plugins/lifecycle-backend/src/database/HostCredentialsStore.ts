import type { Knex } from 'knex';
import type { SecretCipher } from '../config/SecretCipher';
import type { EnvironmentRecord } from '../domain/EnvironmentRecord';
import type { HostCredentials } from '../hosts/HostCredentials';

interface CredentialsRow {
  environment_id: string;
  plugin_id: string;
  database_name: string;
  role_name: string;
  password: Buffer;
  key_id: string;
  public_key: string;
  private_key: Buffer;
}

/** What is no secret of a host's credentials. */
export type HostPublicKey = Pick<
  HostCredentials,
  'environmentId' | 'pluginId' | 'databaseName' | 'keyId' | 'publicKey'
>;

/** Databases, roles and keys of hosts in SQL, encrypted. */
export class HostCredentialsStore {
  constructor(private readonly cipher: SecretCipher) {}

  /** Keeps what is there: the first writer wins, and everybody reads the same. */
  async insertOnce(
    db: Knex,
    environment: Pick<EnvironmentRecord, 'id' | 'organizationId'>,
    credentials: HostCredentials,
  ): Promise<void> {
    const context = contextOf(credentials);
    await db('host_credentials')
      .insert({
        organization_id: environment.organizationId,
        environment_id: credentials.environmentId,
        plugin_id: credentials.pluginId,
        database_name: credentials.databaseName,
        role_name: credentials.roleName,
        password: this.cipher.encrypt(credentials.password, context),
        key_id: credentials.keyId,
        public_key: credentials.publicKey,
        private_key: this.cipher.encrypt(credentials.privateKey, context),
      })
      .onConflict(['environment_id', 'plugin_id'])
      .ignore();
  }

  async list(db: Knex, environmentId: string): Promise<HostCredentials[]> {
    const rows: CredentialsRow[] = await db('host_credentials').where({
      environment_id: environmentId,
    });
    return rows.map(row => this.open(row));
  }

  async find(
    db: Knex,
    environmentId: string,
    pluginId: string,
  ): Promise<HostCredentials | undefined> {
    const row: CredentialsRow | undefined = await db('host_credentials')
      .where({ environment_id: environmentId, plugin_id: pluginId })
      .first();
    return row && this.open(row);
  }

  async publicKeys(db: Knex): Promise<HostPublicKey[]> {
    const rows: CredentialsRow[] = await db('host_credentials').select(
      'environment_id',
      'plugin_id',
      'database_name',
      'key_id',
      'public_key',
    );
    return rows.map(row => ({
      environmentId: row.environment_id,
      pluginId: row.plugin_id,
      databaseName: row.database_name,
      keyId: row.key_id,
      publicKey: row.public_key,
    }));
  }

  async delete(
    db: Knex,
    environmentId: string,
    pluginId: string,
  ): Promise<void> {
    await db('host_credentials')
      .where({ environment_id: environmentId, plugin_id: pluginId })
      .delete();
  }

  private open(row: CredentialsRow): HostCredentials {
    const context = contextOf({
      environmentId: row.environment_id,
      pluginId: row.plugin_id,
    });
    return {
      environmentId: row.environment_id,
      pluginId: row.plugin_id,
      databaseName: row.database_name,
      roleName: row.role_name,
      password: this.cipher.decrypt(row.password, context),
      keyId: row.key_id,
      publicKey: row.public_key,
      privateKey: this.cipher.decrypt(row.private_key, context),
    };
  }
}

function contextOf(
  key: Pick<HostCredentials, 'environmentId' | 'pluginId'>,
): string {
  return `host:${key.environmentId}:${key.pluginId}`;
}
