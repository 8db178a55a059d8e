import { Client } from 'pg';
import type { Rollout } from '@sceneshift/backstage-plugin-lifecycle-common';
import { HelloData } from '../__testUtils__/HelloData';
import { publishHello } from '../__testUtils__/publishHello';
import { TestLifecycle } from '../__testUtils__/TestLifecycle';

jest.setTimeout(60_000);

const INSTALL = { action: 'install', pluginId: 'hello' } as const;

describe('an installation that fails', () => {
  let lifecycle: TestLifecycle;
  let data: HelloData;

  beforeEach(async () => {
    lifecycle = await TestLifecycle.start();
    data = new HelloData(lifecycle);
    await publishHello(lifecycle.registry, '1.0.0');
  });

  afterEach(async () => {
    await lifecycle.dropHostDatabases();
    await lifecycle.stop();
  });

  async function begin(): Promise<Rollout> {
    await lifecycle.report('a', {});
    const rollout = await lifecycle.apply(await lifecycle.plan(INSTALL));
    await lifecycle.untilReleased(rollout.id);
    return rollout;
  }

  /** What a host does before it fails: it migrates, and may leave something behind. */
  async function runHost(...statements: string[]): Promise<void> {
    const { body } = await lifecycle.desired();
    const client = new Client(body.hosts[0].database);
    await client.connect();
    for (const sql of statements) await client.query(sql);
    await client.end();
  }

  async function fail(...statements: string[]): Promise<Rollout> {
    const rollout = await begin();
    await runHost(
      'CREATE TABLE knex_migrations (name text)',
      `INSERT INTO knex_migrations VALUES ('001')`,
      'CREATE TABLE people (name text)',
      ...statements,
    );
    await data.fail(rollout.id, rollout.toGeneration);
    return rollout;
  }

  const credentials = () => lifecycle.db('host_credentials');

  const names = async (): Promise<string[]> => {
    const [{ database_name, role_name }] = await credentials();
    return [database_name, role_name];
  };

  const untilGone = () =>
    lifecycle.eventually(async () => expect(await credentials()).toEqual([]));

  const deletions = () =>
    lifecycle
      .db('audit_log')
      .where({ action: 'lifecycle.data.deleted' })
      .pluck('details');

  /** What happens by itself, for as long as it may take. */
  async function sweeps(): Promise<void> {
    for (let i = 0; i < 3; i += 1) {
      await lifecycle.sweep();
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }

  it('leaves no database and no role, once its probation would be over', async () => {
    const rollout = await fail();
    const made = await names();
    await sweeps();
    expect(await credentials()).toHaveLength(1);
    await lifecycle.outlast(rollout);
    await untilGone();
    expect(await data.leftovers(made)).toEqual([]);
    expect(await data.exports()).toEqual([]);
    expect(await deletions()).toMatchObject([{ exportIds: [] }]);
    await lifecycle.bring(INSTALL);
    await data.query('CREATE TABLE people (name text)');
  });

  it('exports what its host has left before that is deleted', async () => {
    const rollout = await fail(`INSERT INTO people VALUES ('Ada')`);
    await lifecycle.outlast(rollout);
    await untilGone();
    const [made] = await data.exports();
    expect(made).toMatchObject({ kind: 'present', state: 'ready' });
    expect(await deletions()).toMatchObject([{ exportIds: [made!.id] }]);
  });

  it('keeps the data of a plugin that has served for a moment', async () => {
    const rollout = await lifecycle.bring(INSTALL);
    await lifecycle.report('a', {
      generation: 0,
      rollout: {
        rolloutId: rollout.id,
        generation: rollout.toGeneration,
        state: 'rolledBack',
        reason: { code: 'HOST_EXITED', message: 'Ended', pluginId: 'hello' },
      },
    });
    await lifecycle.until(rollout.id, 'rolledBack');
    await lifecycle.outlast(rollout);
    await sweeps();
    expect(await data.leftovers(await names())).toHaveLength(2);
  });

  it('is called off by the next one', async () => {
    const failed = await fail();
    await sweeps();
    const second = await begin();
    await lifecycle.outlast(failed);
    await sweeps();
    expect(await credentials()).toHaveLength(1);
    await lifecycle.converge();
    await lifecycle.until(second.id, 'serving');
    await lifecycle.outlast(failed);
    await sweeps();
    expect(await data.query('SELECT * FROM people')).toEqual([]);
    expect(await deletions()).toEqual([]);
  });

  it('is cleaned up after again where a process was killed, or was slow', async () => {
    const rollout = await fail();
    const made = await names();
    const [row] = await credentials();
    await lifecycle.db.raw(`DROP DATABASE ${made[0]} WITH (FORCE)`);
    await lifecycle.outlast(rollout);
    await untilGone();
    // As a preparation does that was called off and goes on for a moment.
    await credentials().insert(row);
    await lifecycle.db.raw(`CREATE ROLE ${row.role_name}`);
    await lifecycle.sweep();
    await untilGone();
    expect(await data.leftovers(made)).toEqual([]);
  });

  it('does not make a removal that failed delete anything later', async () => {
    await lifecycle.bring(INSTALL);
    await data.query(
      'CREATE TABLE people (name text)',
      `INSERT INTO people VALUES ('Ada')`,
    );
    const made = await names();
    const remove = { action: 'remove', pluginId: 'hello' } as const;
    const removal = await lifecycle.bring({ ...remove, deleteData: true });
    await lifecycle
      .db('rollouts')
      .where({ id: removal.id })
      .update({ state: 'rolledBack' });
    await lifecycle.outlast(removal);
    await sweeps();
    expect(await data.leftovers(made)).toHaveLength(2);
    expect(await lifecycle.db('rollouts').pluck('delete_data')).toEqual([
      [],
      [],
    ]);
  });
});
