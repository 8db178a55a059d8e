import { Client, type ClientConfig } from 'pg';
import format from 'pg-format';
import { describeTables } from './describeTables';

/** What knex and the scheduler of Backstage note of themselves in the database of every plugin. */
const BOOKKEEPING = /^(knex_migrations(_lock)?|backstage_backend_tasks__.*)$/;

/** Whether there is anything in a database that a plugin or its users have put there. */
export async function holdsRows(connection: ClientConfig): Promise<boolean> {
  const client = new Client(connection);
  // What is under way fails with a cut connection; unheard, the event would be an uncaught exception.
  client.on('error', () => {});
  await client.connect();
  try {
    for (const { schema, name } of await describeTables(client)) {
      if (BOOKKEEPING.test(name)) continue;
      const { rows } = await client.query<{ held: boolean }>(
        format('SELECT EXISTS (SELECT FROM %I.%I) AS held', schema, name),
      );
      if (rows[0]?.held) return true;
    }
    return false;
  } finally {
    await client.end();
  }
}
