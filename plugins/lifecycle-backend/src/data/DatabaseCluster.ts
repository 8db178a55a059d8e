import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import format from 'pg-format';

/** Statements that are under way may end before their connections are cut. */
const GRACE_MS = 3_000;
const POLL_MS = 50;

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
    if (!(await this.exists(target))) {
      await this.db.raw(
        format(
          'CREATE DATABASE %I TEMPLATE %I OWNER %I ALLOW_CONNECTIONS false',
          target,
          source,
          owner,
        ),
      );
    }
    // Rights are not copied: a new database is open to everybody.
    await this.db.raw(
      format('REVOKE CONNECT, TEMPORARY ON DATABASE %I FROM PUBLIC', target),
    );
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

  async drop(name: string): Promise<void> {
    await this.db.raw(format('DROP DATABASE IF EXISTS %I WITH (FORCE)', name));
  }

  async exists(name: string): Promise<boolean> {
    const { rows } = await this.db.raw(
      'SELECT 1 FROM pg_database WHERE datname = ?',
      [name],
    );
    return rows.length > 0;
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

  /** Bytes. */
  async sizeOf(name: string): Promise<number> {
    const { rows } = await this.db.raw('SELECT pg_database_size(?) AS size', [
      name,
    ]);
    return Number(rows[0].size);
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
