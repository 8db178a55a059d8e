import { randomBytes } from 'node:crypto';
import { TestDatabases } from '@backstage/backend-test-utils';
import knexFactory, { type Knex } from 'knex';
import { Client } from 'pg';
import { createHostCredentials } from '../hosts/HostCredentials';
import { PostgresHostDatabases } from '../hosts/PostgresHostDatabases';
import { DatabaseCluster } from './DatabaseCluster';
import { furtherDatabaseName } from './PluginDatabase';

jest.setTimeout(60_000);

/** The rights that a control plane in production has, and no more. */
describe('DatabaseCluster, with CREATEDB and CREATEROLE alone', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  const suffix = randomBytes(4).toString('hex');
  const own = `control_plane_${suffix}`;
  const credentials = createHostCredentials(
    { id: suffix, name: 'a-name-that-is-long-enough-to-be-cut-somewhere' },
    'a-plugin-with-a-long-name',
  );
  const first = credentials.databaseName;
  const copy = furtherDatabaseName(first, 'x');
  let admin: Knex;
  let db: Knex;

  const connectionTo = (database: string) => {
    const { host, port } = admin.client.connectionSettings;
    const { roleName: user, password } = credentials;
    return { host, port, user, password, database };
  };

  async function query(database: string, sql: string): Promise<unknown[]> {
    const client = new Client(connectionTo(database));
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }

  beforeAll(async () => {
    const { connectionSettings } = (await databases.init('POSTGRES_18')).client;
    const { host, port, user, password, database } = connectionSettings;
    const connection = { host, port, user, password, database };
    admin = knexFactory({ client: 'pg', connection });
    await admin.raw(
      `CREATE ROLE ${own} LOGIN CREATEDB CREATEROLE PASSWORD 'own'`,
    );
    await admin.raw(`GRANT CONNECT ON DATABASE ${database} TO ${own}`);
    db = knexFactory({
      client: 'pg',
      connection: { host, port, database, user: own, password: 'own' },
    });
    await new PostgresHostDatabases(db, 'own_').ensure(credentials);
  });

  afterAll(async () => {
    await db.destroy();
    const { database } = admin.client.connectionSettings;
    for (const name of [copy, first]) {
      await admin.raw(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    }
    await admin.raw(`DROP ROLE IF EXISTS ${credentials.roleName}`);
    await admin.raw(`REVOKE CONNECT ON DATABASE ${database} FROM ${own}`);
    await admin.raw(`DROP ROLE ${own}`);
    await admin.destroy();
  });

  it('copies a database that is in use, and keeps the two apart', async () => {
    const cluster = new DatabaseCluster(db);
    expect([first.length, copy.length]).toEqual([63, 63]);
    expect(copy).not.toBe(first);
    await query(first, `CREATE TABLE people (name text)`);
    const connected = new Client(connectionTo(first));
    const ended = new Promise(resolve => connected.on('error', resolve));
    await connected.connect();

    await cluster.copy(first, copy, credentials.roleName);
    expect(String(await ended)).toContain('terminating connection');
    for (const name of [first, copy]) {
      await expect(query(name, 'SELECT 1')).rejects.toThrow(
        'not currently accepting connections',
      );
    }
    // A process that goes on where another one died.
    await cluster.copy(first, copy, credentials.roleName);
    await cluster.refuseWrites(first);
    await cluster.open(first);
    await cluster.open(copy);
    expect(await cluster.isOpen(first)).toBe(false);
    await expect(
      query(first, `INSERT INTO people VALUES ('lost')`),
    ).rejects.toThrow('read-only');
    await query(copy, `INSERT INTO people VALUES ('copy')`);
    await cluster.acceptWrites(first);
    expect(await cluster.isOpen(first)).toBe(true);
    await query(first, `INSERT INTO people VALUES ('first')`);
    expect(await query(first, 'SELECT * FROM people')).toEqual([
      { name: 'first' },
    ]);
    expect(await cluster.sizeOf(copy)).toBeGreaterThan(1_000_000);
  });

  it('lets no other role into a copy, and drops it', async () => {
    const cluster = new DatabaseCluster(db);
    const { rows } = await admin.raw(
      `SELECT 1 FROM pg_database, aclexplode(datacl)
       WHERE datname = ? AND grantee = 0 AND privilege_type = 'CONNECT'`,
      [copy],
    );
    expect(rows).toEqual([]);
    await cluster.drop(copy);
    await cluster.drop(copy);
    expect(await cluster.exists(copy)).toBe(false);
  });
});
