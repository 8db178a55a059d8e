import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { databases } from '../__testUtils__/TestLifecycle';
import { DatabaseCluster } from './DatabaseCluster';

jest.setTimeout(60_000);

const TRANSFORM = require.resolve('@backstage/cli/config/nodeTransform.cjs');
const SCRIPT = join(__dirname, '../__testUtils__/crashingCopy.ts');

describe('a copy whose process is killed while the server still makes it', () => {
  let db: Knex;
  let cluster: DatabaseCluster;
  let source: string;
  let copy: string;

  beforeEach(async () => {
    db = await databases.init('POSTGRES_18');
    cluster = new DatabaseCluster(db);
    source = `${db.client.connectionSettings.database}_source`;
    copy = `${source}_copy`;
    await db.raw(`CREATE DATABASE ${source}`);
  });

  afterEach(async () => {
    await cluster.drop(copy);
    await cluster.drop(source);
  });

  const copying = async (): Promise<number> => {
    const { rows } = await db.raw(
      `SELECT 1 FROM pg_stat_activity WHERE query LIKE ? AND wait_event_type = 'Lock'`,
      [`CREATE DATABASE ${copy} %`],
    );
    return rows.length;
  };

  async function until(isReached: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + 20_000;
    while (!(await isReached())) {
      if (Date.now() > end) throw new Error('It does not come to that');
      await sleep(20);
    }
  }

  function startCopying(): ChildProcess {
    const { host, port, user, password, database } =
      db.client.connectionSettings;
    const url = `postgresql://${user}:${password}@${host}:${port}/${database}`;
    return spawn(
      process.execPath,
      ['--require', TRANSFORM, SCRIPT, url, source, copy, user],
      { stdio: ['ignore', 'ignore', 'inherit'], env: {} },
    );
  }

  /** Kills a process in the midst of its copy, does something, and only then lets the server go on with the copy. */
  async function afterKill(work: () => Promise<void>): Promise<void> {
    const trx = await db.transaction();
    // Holds what a copy has to lock first, so that it takes as long as the test wants.
    await trx.raw(`COMMENT ON DATABASE ${source} IS 'slow'`);
    const child = startCopying();
    await until(async () => (await copying()) === 1);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await copying()).toBe(1);
    const done = work();
    await until(async () => (await copying()) !== 1);
    await trx.commit();
    await done;
  }

  it('is awaited by the next process, and used', async () => {
    const { user } = db.client.connectionSettings;
    await afterKill(() => cluster.copy(source, copy, user));
    expect(await cluster.exists(copy)).toBe(true);
    expect(await copying()).toBe(0);
    const { rows } = await db.raw(
      'SELECT datallowconn FROM pg_database WHERE datname = ?',
      [copy],
    );
    expect(rows).toEqual([{ datallowconn: false }]);
  });

  it('is ended when it is not wanted any more, and leaves nothing', async () => {
    await afterKill(() => cluster.drop(copy));
    expect(await copying()).toBe(0);
    await sleep(100);
    expect(await cluster.exists(copy)).toBe(false);
  });
});
