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
    const hosts = await this.query<{ database_name: string }>(
      'SELECT database_name FROM host_credentials',
    );
    await this.#lifecycle?.end();
    const admin = new pg.Client({ connectionString: this.#url.href });
    await admin.connect();
    try {
      const { rows } = await admin.query<{ datname: string }>(
        'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
        [this.prefix],
      );
      const own = rows.map(row => row.datname);
      for (const name of [...own, ...hosts.map(row => row.database_name)])
        await admin.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      for (const { database_name: role } of hosts)
        await admin.query(`DROP ROLE IF EXISTS "${role}"`);
    } finally {
      await admin.end();
    }
  }
}
