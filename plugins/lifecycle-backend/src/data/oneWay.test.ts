import { oneWayConfirmation } from '@sceneshift/backstage-plugin-lifecycle-common';
import { Client } from 'pg';
import { publishHello } from '../__testUtils__/publishHello';
import { TestLifecycle } from '../__testUtils__/TestLifecycle';

jest.setTimeout(60_000);

const UPGRADE = { action: 'upgrade', pluginId: 'hello' } as const;
const ENVIRONMENT = '/environments/development';

describe('a one-way migration', () => {
  let lifecycle: TestLifecycle;

  beforeEach(async () => {
    lifecycle = await TestLifecycle.start();
    await publishHello(lifecycle.registry, '1.0.0');
    await lifecycle.bring({ action: 'install', pluginId: 'hello' });
    await publishHello(lifecycle.registry, '2.0.0', 'one-way');
  });

  afterEach(async () => {
    await lifecycle.dropHostDatabases();
    await lifecycle.stop();
  });

  /** As a host of the desired generation does. */
  async function query<T = { name: string }>(sql: string): Promise<T[]> {
    const { body } = await lifecycle.desired();
    const client = new Client(body.hosts[0].database);
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }

  const held = () =>
    lifecycle.hostedPlugins.snapshot()?.environments.development?.plugins.hello
      ?.held;

  const whenSettled = () =>
    lifecycle.eventually(async () =>
      expect(
        await lifecycle
          .db('plugin_databases')
          .whereIn('state', ['waiting', 'holding', 'copied', 'deleting']),
      ).toEqual([]),
    );

  const snapshots = async () =>
    (await lifecycle.get(`${ENVIRONMENT}/snapshots`)).body.items;

  async function fail(rolloutId: string, generation: number) {
    await lifecycle.report('a', {
      generation: generation - 1,
      rollout: {
        rolloutId,
        generation,
        state: 'failed',
        reason: { code: 'HOST_EXITED', message: 'Ended', pluginId: 'hello' },
      },
    });
    await lifecycle.until(rolloutId, 'failed');
  }

  it('has to be confirmed', async () => {
    const plan = await lifecycle.plan(UPGRADE);
    expect(plan.diff).toMatchObject([
      { migrations: 'one-way', data: 'copied' },
    ]);
    expect(plan.problems).toMatchObject([
      {
        code: 'MIGRATION_ONE_WAY',
        pluginId: 'hello',
        severity: 'warning',
        confirm: oneWayConfirmation('hello'),
        message: expect.stringContaining('set aside'),
      },
    ]);
    const refused = await lifecycle.post(`${ENVIRONMENT}/rollouts`, {
      planId: plan.id,
      planHash: plan.hash,
      confirm: ['oneWayMigration:other'],
    });
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      code: 'CONFIRMATION_REQUIRED',
      confirm: ['oneWayMigration:hello'],
      detail: expect.stringContaining('"confirm": ["oneWayMigration:hello"]'),
    });
  });

  it('is noticed in a version that is skipped', async () => {
    await publishHello(lifecycle.registry, '3.0.0');
    const plan = await lifecycle.plan(UPGRADE);
    expect(plan.diff).toMatchObject([
      { migrations: 'one-way', data: 'copied' },
    ]);
    expect(plan.problems).toMatchObject([
      {
        confirm: oneWayConfirmation('hello'),
        message: expect.stringContaining('@demo/plugin-hello-backend@2.0.0'),
      },
    ]);
  });

  it('gives the new version a copy, holds requests meanwhile, and keeps the old data', async () => {
    await query(`CREATE TABLE people (name text)`);
    await query(`INSERT INTO people VALUES ('Ada')`);
    const before = (await lifecycle.desired()).body.hosts[0].database.database;

    const { id } = await lifecycle.apply(await lifecycle.plan(UPGRADE));
    await lifecycle.untilReleased(id);
    await lifecycle.eventually(() => expect(held()).toBe('maintenance'));
    expect(await query(`SELECT * FROM people`)).toEqual([{ name: 'Ada' }]);
    const after = (await lifecycle.desired()).body.hosts[0].database.database;
    expect(after).not.toBe(before);
    expect(after.length).toBeLessThanOrEqual(63);
    await query(`ALTER TABLE people RENAME name TO full_name`);

    await lifecycle.converge();
    await lifecycle.until(id, 'serving');
    await lifecycle.eventually(() => expect(held()).toBeUndefined());
    await whenSettled();
    await lifecycle.eventually(async () =>
      expect(await snapshots()).toMatchObject([
        {
          pluginId: 'hello',
          kind: 'replaced',
          state: 'ready',
          generation: 1,
          packages: expect.arrayContaining([
            { name: '@demo/plugin-hello-backend', version: '1.0.0' },
          ]),
          sizeBytes: expect.any(Number),
          expiresAt: expect.any(String),
        },
      ]),
    );
  });

  it('leaves the previous version its data when the new one fails, and can be tried again', async () => {
    await query(`CREATE TABLE people (name text)`);
    const before = (await lifecycle.desired()).body.hosts[0];
    const { id } = await lifecycle.apply(await lifecycle.plan(UPGRADE));
    await lifecycle.untilReleased(id);
    const first = (await lifecycle.desired()).body.hosts[0].database.database;
    await query(`DROP TABLE people`);
    await fail(id, 2);
    await whenSettled();
    await lifecycle.eventually(() => expect(held()).toBeUndefined());
    // Nothing of it has changed: the host that serves need not be touched.
    expect((await lifecycle.desired()).body.hosts[0]).toEqual(before);
    await query(`INSERT INTO people VALUES ('Ada')`);

    const again = await lifecycle.apply(await lifecycle.plan(UPGRADE));
    await lifecycle.untilReleased(again.id);
    const second = (await lifecycle.desired()).body.hosts[0].database.database;
    expect(second).not.toBe(first);
    expect(await query(`SELECT * FROM people`)).toEqual([{ name: 'Ada' }]);
    await lifecycle.converge();
    await lifecycle.until(again.id, 'serving');
    await whenSettled();
  });

  it('takes no write of the old version from the copy until the rollout has ended', async () => {
    const { host, port, user, password, database } = (await lifecycle.desired())
      .body.hosts[0].database;
    await query(`CREATE TABLE people (name text)`);
    const old = { host, port, user, password, database };
    const { id } = await lifecycle.apply(await lifecycle.plan(UPGRADE));
    await lifecycle.untilReleased(id);
    const client = new Client(old);
    client.on('error', () => undefined);
    await client.connect();
    await expect(
      client.query(`INSERT INTO people VALUES ('lost')`),
    ).rejects.toThrow('read-only transaction');
    await fail(id, 2);
    await whenSettled();
    const next = new Client(old);
    await next.connect();
    await next.query(`INSERT INTO people VALUES ('kept')`);
    await next.end();
  });

  it('goes back in probation, and by hand, with the data of the version', async () => {
    await query(`CREATE TABLE people (name text)`);
    await query(`INSERT INTO people VALUES ('before')`);
    const rollout = await lifecycle.bring(UPGRADE);
    await query(`INSERT INTO people VALUES ('after')`);
    await whenSettled();
    await lifecycle.report('a', {
      generation: 1,
      rollout: {
        generation: 2,
        state: 'rolledBack',
        reason: { code: 'HOST_EXITED', message: '…', pluginId: 'hello' },
      },
    });
    expect((await lifecycle.rollout(rollout.id)).state).toBe('rolledBack');
    expect(await query(`SELECT * FROM people`)).toEqual([{ name: 'before' }]);
    await lifecycle.eventually(async () =>
      expect(await snapshots()).toMatchObject([
        { kind: 'replaced', generation: 2 },
      ]),
    );

    await lifecycle.bring(UPGRADE);
    await query(`INSERT INTO people VALUES ('second')`);
    await whenSettled();
    const plan = await lifecycle.plan({ action: 'rollback', generation: 1 });
    expect(plan.diff).toMatchObject([{ data: 'earlier' }]);
    expect(plan.problems).toMatchObject([{ confirm: 'earlierData:hello' }]);
    const back = await lifecycle.apply(plan);
    await lifecycle.untilReleased(back.id);
    await lifecycle.converge();
    await lifecycle.until(back.id, 'serving');
    expect(await query(`SELECT * FROM people`)).toEqual([{ name: 'before' }]);
    const forth = await lifecycle.plan({ action: 'rollback', generation: 3 });
    const again = await lifecycle.apply(forth);
    await lifecycle.untilReleased(again.id);
    await lifecycle.converge();
    await lifecycle.until(again.id, 'serving');
    expect(await query(`SELECT * FROM people`)).toEqual([
      { name: 'before' },
      { name: 'second' },
    ]);
  });

  it('does not go back to a database that was deleted', async () => {
    await lifecycle.bring(UPGRADE);
    await whenSettled();
    const back = { action: 'rollback', generation: 1 } as const;
    const plan = await lifecycle.plan(back);
    await lifecycle.eventually(async () =>
      expect(await snapshots()).toHaveLength(1),
    );
    const [{ id }] = await snapshots();
    await lifecycle.delete(`${ENVIRONMENT}/snapshots/${id}`);
    const refused = await lifecycle.post(`${ENVIRONMENT}/rollouts`, {
      planId: plan.id,
      planHash: plan.hash,
      confirm: ['earlierData:hello'],
    });
    expect(refused.body.code).toBe('DATABASE_SNAPSHOT_GONE');
    expect((await lifecycle.plan(back)).problems).toMatchObject([
      { code: 'DATABASE_SNAPSHOT_GONE', severity: 'blocking' },
    ]);
    await whenSettled();
  });

  it('refuses an older version on what a later one has made of the data', async () => {
    await lifecycle.bring(UPGRADE);
    await whenSettled();
    const { problems } = await lifecycle.plan({
      ...UPGRADE,
      packages: { '@demo/plugin-hello-backend': '1.0.0' },
    });
    expect(problems).toMatchObject([
      {
        code: 'MIGRATION_ONE_WAY',
        severity: 'blocking',
        message: expect.stringContaining('Roll back to generation 1'),
      },
    ]);
  });

  it('is noticed when the plugin was removed in between without its data', async () => {
    await query(`CREATE TABLE people (name text)`);
    await query(`INSERT INTO people VALUES ('Ada')`);
    await lifecycle.bring({ action: 'remove', pluginId: 'hello' });
    const plan = await lifecycle.plan({ action: 'install', pluginId: 'hello' });
    expect(plan.problems).toMatchObject([{ confirm: 'oneWayMigration:hello' }]);
    const { id } = await lifecycle.apply(plan);
    await lifecycle.untilReleased(id);
    await lifecycle.converge();
    await lifecycle.until(id, 'serving');
    expect(await query(`SELECT * FROM people`)).toEqual([{ name: 'Ada' }]);
  });
});
