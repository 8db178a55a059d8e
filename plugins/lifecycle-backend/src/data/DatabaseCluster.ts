import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import format from 'pg-format';

/** Statements that are under way may end before their connections are cut. */
const GRACE_MS = 3_000;
const POLL_MS = 50;

const CREATE = 'CREATE DATABASE %I';

/** What PostgreSQL says of a name that is taken, or that another session has just taken. */
const DUPLICATE_CODES = ['42P04', '23505'];

/**
 * Copies, opens and closes databases of plugins. Needs no more than CREATEDB and membership in the roles that own them, which
 * the control plane's own role has of those that it made.
 */
export class DatabaseCluster {
  constructor(private readonly db: Knex) {}

  /**
   * Makes a database a copy of another one, whole or not at all: nobody can connect to either of them until they are opened.
   * Idempotent, because a copy can only be there while its source is closed or takes no writes.
   */
  async copy(source: string, target: string, owner: string): Promise<void> {
    await this.close(source);
    if (!(await this.exists(target))) await this.create(source, target, owner);
    // Rights are not copied: a new database is open to everybody.
    await this.db.raw(
      format('REVOKE CONNECT, TEMPORARY ON DATABASE %I FROM PUBLIC', target),
    );
  }

  /**
   * The server goes on with the statement of a process that was killed. PostgreSQL has a second one wait for it, and refuses
   * it when the first has made the database: then it is there, and whole.
   */
  private async create(
    source: string,
    target: string,
    owner: string,
  ): Promise<void> {
    const statement = format(
      `${CREATE} TEMPLATE %I OWNER %I ALLOW_CONNECTIONS false`,
      target,
      source,
      owner,
    );
    try {
      await this.db.raw(statement);
    } catch (error) {
      if (!isDuplicate(error) || !(await this.exists(target))) throw error;
    }
  }

  /** Ends a copy that a process which is gone has left to the server; it leaves nothing. */
  async abandonCopy(target: string): Promise<void> {
    while (await this.endCopying(target)) await sleep(POLL_MS);
  }

  /** @returns whether there was anybody to end */
  private async endCopying(target: string): Promise<boolean> {
    const { rows } = await this.db.raw(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE pid <> pg_backend_pid() AND state = 'active' AND starts_with(query, ?)`,
      [`${format(CREATE, target)} `],
    );
    return rows.length > 0;
  }

  /** Nobody can connect any more, and nobody is connected. */
  async close(name: string): Promise<void> {
    await this.allowConnections(name, false);
    await this.whenIdle(name);
    await this.disconnect(name);
  }

  async open(name: string): Promise<void> {
    await this.allowConnections(name, true);
  }

  /** Holds for connections that are made from now on. */
  async refuseWrites(name: string): Promise<void> {
    await this.db.raw(
      format('ALTER DATABASE %I SET default_transaction_read_only = on', name),
    );
  }

  /** Connections that were made while writes were refused are cut: whoever holds them connects again. */
  async acceptWrites(name: string): Promise<void> {
    await this.db.raw(
      format('ALTER DATABASE %I RESET default_transaction_read_only', name),
    );
    await this.disconnect(name);
  }

  /** A copy that is still being made under the name would come into being after it. */
  async drop(name: string): Promise<void> {
    await this.abandonCopy(name);
    await this.db.raw(format('DROP DATABASE IF EXISTS %I WITH (FORCE)', name));
  }

  async exists(name: string): Promise<boolean> {
    const { rows } = await this.db.raw(
      'SELECT 1 FROM pg_database WHERE datname = ?',
      [name],
    );
    return rows.length > 0;
  }

  /** Names of all databases of a role, on anybody's record or not. */
  async ownedBy(role: string): Promise<string[]> {
    const { rows } = await this.db.raw(
      `SELECT datname AS name FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba
       WHERE r.rolname = ? ORDER BY datname`,
      [role],
    );
    return rows.map(({ name }: { name: string }) => name);
  }

  /** Whether it can be connected to, and takes writes. */
  async isOpen(name: string): Promise<boolean> {
    const { rows } = await this.db.raw(
      `SELECT d.datallowconn AND s.setconfig IS NULL AS open
       FROM pg_database d LEFT JOIN pg_db_role_setting s ON s.setdatabase = d.oid AND s.setrole = 0
       WHERE d.datname = ?`,
      [name],
    );
    return rows[0]?.open === true;
  }

  /** Bytes; undefined when it does not exist. */
  async sizeOf(name: string): Promise<number | undefined> {
    const { rows } = await this.db.raw(
      'SELECT pg_database_size(oid) AS size FROM pg_database WHERE datname = ?',
      [name],
    );
    return rows[0] && Number(rows[0].size);
  }

  private async allowConnections(name: string, allow: boolean): Promise<void> {
    await this.db.raw(
      format(`ALTER DATABASE %I ALLOW_CONNECTIONS ${allow}`, name),
    );
  }

  private async disconnect(name: string): Promise<void> {
    await this.db.raw(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ? AND usename IS NOT NULL',
      [name],
    );
  }

  private async whenIdle(name: string): Promise<void> {
    const end = Date.now() + GRACE_MS;
    while (Date.now() < end && (await this.isBusy(name))) await sleep(POLL_MS);
  }

  private async isBusy(name: string): Promise<boolean> {
    const { rows } = await this.db.raw(
      `SELECT 1 FROM pg_stat_activity WHERE datname = ? AND usename IS NOT NULL AND state <> 'idle' LIMIT 1`,
      [name],
    );
    return rows.length > 0;
  }
}

function isDuplicate(error: unknown): boolean {
  return DUPLICATE_CODES.includes((error as { code?: string }).code ?? '');
}
