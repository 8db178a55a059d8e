import pg from 'pg';

/** A database that lives as long as the control runs. */
export class ControlDatabase {
  readonly url: string;
  readonly #admin: string;
  readonly #name: string;

  private constructor(admin: string, name: string) {
    this.#admin = admin;
    this.#name = name;
    const url = new URL(admin);
    url.pathname = `/${name}`;
    this.url = url.href;
  }

  static async create(): Promise<ControlDatabase> {
    const admin =
      process.env.BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING;
    if (!admin)
      throw new Error(
        'Set BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING to a PostgreSQL superuser; script/test does',
      );
    const database = new ControlDatabase(admin, `control_${process.pid}`);
    await database.#run(`CREATE DATABASE ${database.#name}`);
    return database;
  }

  drop(): Promise<void> {
    return this.#run(`DROP DATABASE ${this.#name} WITH (FORCE)`);
  }

  async #run(statement: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.#admin });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  }
}
