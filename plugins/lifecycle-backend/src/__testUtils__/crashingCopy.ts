/**
 * Copies a database, in a process of its own that can be killed meanwhile:
 * `node crashingCopy.ts <database url> <source> <target> <owner>`.
 */
import knexFactory from 'knex';
import { DatabaseCluster } from '../data/DatabaseCluster';

const [connection, source = '', target = '', owner = ''] =
  process.argv.slice(2);
const db = knexFactory({ client: 'pg', connection });

new DatabaseCluster(db).copy(source, target, owner).catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
