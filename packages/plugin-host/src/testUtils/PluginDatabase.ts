import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { DesiredHost } from '@sceneshift/backstage-plugin-lifecycle-common';

/** A real database with a role that owns nothing else, as the control plane makes one per plugin. */
export class PluginDatabase {
  private constructor(readonly connection: DesiredHost['database']) {}

  static async create(): Promise<PluginDatabase> {
    const name = `host_test_${randomBytes(6).toString('hex')}`;
    const password = `pw-${randomBytes(12).toString('hex')}`;
    const admin = adminUrl();
    await administer([
      `CREATE ROLE ${name} LOGIN PASSWORD '${password}'`,
      `CREATE DATABASE ${name} OWNER ${name}`,
    ]);
    return new PluginDatabase({
      host: admin.hostname,
      port: Number(admin.port || 5432),
      user: name,
      password,
      database: name,
    });
  }

  async drop(): Promise<void> {
    const { database } = this.connection;
    await administer([
      `DROP DATABASE ${database} WITH (FORCE)`,
      `DROP ROLE ${database}`,
    ]);
  }
}

async function administer(statements: string[]): Promise<void> {
  const client = new Client({ connectionString: adminUrl().href });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

function adminUrl(): URL {
  const value =
    process.env.BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING;
  if (!value) {
    throw new Error(
      'Set BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING to a PostgreSQL superuser; script/test does',
    );
  }
  return new URL(value);
}
