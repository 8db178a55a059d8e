import pg from 'pg';

/** Databases of one run on a PostgreSQL that others use too; all of them go with the run. */
export class ChaosDatabase {
  readonly prefix = `chaos_${process.pid}_`;
  readonly #url: URL;
  #lifecycle?: pg.Pool;

  constructor(url: string) {
    this.#url = new URL(url);
  }

  get connection() {
    const { hostname, port, username, password } = this.#url;
    return {
      host: hostname,
      port: Number(port || 5432),
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
    };
  }

  /** URL of the database that the room keeps its tables in. */
  get lifecycleUrl(): string {
    const url = new URL(this.#url);
    url.pathname = `/${this.prefix}lifecycle`;
    return url.href;
  }

  async query<T extends pg.QueryResultRow>(
    statement: string,
    values: unknown[] = [],
  ): Promise<T[]> {
    this.#lifecycle ??= new pg.Pool({
      connectionString: this.lifecycleUrl,
      max: 2,
    });
    return (await this.#lifecycle.query<T>(statement, values)).rows;
  }

  async drop(): Promise<void> {
    await this.#lifecycle?.end();
    const admin = new pg.Client({ connectionString: this.#url.href });
    await admin.connect();
    try {
      const roles = await this.#hostRoles();
      const { rows } = await admin.query<{ datname: string }>(
        `SELECT datname FROM pg_database
         WHERE starts_with(datname, $1) OR pg_get_userbyid(datdba) = ANY ($2)`,
        [this.prefix, roles],
      );
      for (const { datname } of rows)
        await admin.query(`DROP DATABASE IF EXISTS "${datname}" WITH (FORCE)`);
      for (const role of roles)
        await admin.query(`DROP ROLE IF EXISTS "${role}"`);
    } finally {
      await admin.end();
    }
  }

  /** None when the control plane never came so far as to have tables. */
  async #hostRoles(): Promise<string[]> {
    const client = new pg.Client({ connectionString: this.lifecycleUrl });
    try {
      await client.connect();
      const { rows } = await client.query<{ role_name: string }>(
        'SELECT role_name FROM host_credentials',
      );
      return rows.map(row => row.role_name);
    } catch (error) {
      const { code = '' } = error as pg.DatabaseError;
      if (['3D000', '42P01'].includes(code)) return [];
      throw error;
    } finally {
      await client.end();
    }
  }
}
