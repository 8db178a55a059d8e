import type { Knex } from 'knex';
import format from 'pg-format';
import { DatabaseCluster } from '../data/DatabaseCluster';
import type { HostCredentials } from './HostCredentials';

/** Makes and removes the databases of hosts. */
export interface HostDatabases {
  /** Idempotent: heals what a crash left half done. */
  ensure(credentials: HostCredentials): Promise<void>;
  /** After all databases that it owns. */
  dropRole(credentials: HostCredentials): Promise<void>;
}

/**
 * One database and one login role per (environment, plugin). Nobody else may connect to it, and its role may connect to
 * nothing else: PostgreSQL lets everyone connect to a new database, so that right is taken away from PUBLIC.
 */
export class PostgresHostDatabases implements HostDatabases {
  constructor(
    private readonly db: Knex,
    /** `backend.database.prefix`: how the control plane's own databases begin. */
    private readonly ownPrefix: string,
  ) {}

  async ensure(credentials: HostCredentials): Promise<void> {
    await this.ensureRole(credentials);
    await this.ensureDatabase(credentials);
    await this.db.raw(
      format(
        'REVOKE CONNECT, TEMPORARY ON DATABASE %I FROM PUBLIC',
        credentials.databaseName,
      ),
    );
    await this.openDatabase(credentials);
    await this.closeOwnDatabases();
  }

  async dropRole({ roleName }: HostCredentials): Promise<void> {
    await this.db.raw(format('DROP ROLE IF EXISTS %I', roleName));
  }

  /**
   * Takes the right to connect to the control plane's databases from PUBLIC. Those of other owners are left alone, unless
   * we are superuser. One process at a time: PostgreSQL refuses concurrent changes of one database's rights.
   */
  async closeOwnDatabases(): Promise<void> {
    await this.db.transaction(async trx => {
      await trx.raw(
        `SELECT pg_advisory_xact_lock(hashtextextended('sceneshift.lifecycle:databases', 0))`,
      );
      for (const name of await this.openOwnDatabases(trx)) {
        await trx.raw(
          format('REVOKE CONNECT ON DATABASE %I FROM PUBLIC', name),
        );
      }
    });
  }

  /** It may have been closed while it was only kept, or when a removal with its data began. */
  private async openDatabase({
    databaseName,
  }: Pick<HostCredentials, 'databaseName'>): Promise<void> {
    const cluster = new DatabaseCluster(this.db);
    if (await cluster.isOpen(databaseName)) return;
    await cluster.acceptWrites(databaseName);
    await cluster.open(databaseName);
  }

  private async openOwnDatabases(trx: Knex.Transaction): Promise<string[]> {
    const { rows } = await trx.raw(
      `SELECT datname FROM pg_database d
       WHERE NOT datistemplate
         AND (datname IN (current_database(), 'postgres') OR starts_with(datname, ?))
         AND (datacl IS NULL OR EXISTS (
           SELECT FROM aclexplode(datacl) WHERE grantee = 0 AND privilege_type = 'CONNECT'))
         AND pg_has_role(d.datdba, 'MEMBER')`,
      [this.ownPrefix],
    );
    return rows.map((row: { datname: string }) => row.datname);
  }

  private async ensureRole(credentials: HostCredentials): Promise<void> {
    const { roleName, password } = credentials;
    const { rows } = await this.db.raw(
      'SELECT 1 FROM pg_roles WHERE rolname = ?',
      [roleName],
    );
    const verb = rows.length ? 'ALTER' : 'CREATE';
    const statement = format(
      `${verb} ROLE %I LOGIN PASSWORD %L CONNECTION LIMIT 30`,
      roleName,
      password,
    );
    await this.db.raw(statement).catch(error => {
      throw withoutStatement(roleName, error);
    });
  }

  private async ensureDatabase(credentials: HostCredentials): Promise<void> {
    const { databaseName, roleName } = credentials;
    const { rows } = await this.db.raw(
      'SELECT 1 FROM pg_database WHERE datname = ?',
      [databaseName],
    );
    if (rows.length) return;
    // Needed where the control plane's own role is no superuser: an owner can only be given away to a role one is in.
    await this.db.raw(format('GRANT %I TO CURRENT_USER', roleName));
    await this.db.raw(
      format('CREATE DATABASE %I OWNER %I', databaseName, roleName),
    );
  }
}

/** Knex puts the statement, with the password in it, into the message, which ends in logs and in the rollout's reason. */
function withoutStatement(
  roleName: string,
  { code }: { code?: string },
): Error {
  return new Error(
    `PostgreSQL refuses to make the role '${roleName}' (${
      code ?? 'no connection'
    }): the control plane's own role needs CREATEROLE and CREATEDB.`,
  );
}
