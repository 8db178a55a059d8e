import {
  oneWayConfirmation,
  type Plan,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { Client } from 'pg';
import { HelloData } from '../__testUtils__/HelloData';
import { publishHello } from '../__testUtils__/publishHello';
import { TestLifecycle } from '../__testUtils__/TestLifecycle';

jest.setTimeout(60_000);

const UPGRADE = { action: 'upgrade', pluginId: 'hello' } as const;
const ENVIRONMENT = '/environments/development';

const migrationsOf = ({ diff }: Plan) =>
  diff.flatMap(({ packages }) =>
    packages.map(({ name, migrations }) => `${name} ${migrations}`),
  );

describe('a one-way migration', () => {
  let lifecycle: TestLifecycle;
  let data: HelloData;

  beforeEach(async () => {
    lifecycle = await TestLifecycle.start();
    data = new HelloData(lifecycle);
    await publishHello(lifecycle.registry, '1.0.0');
    await lifecycle.bring({ action: 'install', pluginId: 'hello' });
    await publishHello(lifecycle.registry, '2.0.0', 'one-way');
  });

  afterEach(async () => {
    await lifecycle.dropHostDatabases();
    await lifecycle.stop();
  });

  it('has to be confirmed', async () => {
    const plan = await lifecycle.plan(UPGRADE);
    expect(plan.diff).toMatchObject([
      { migrations: 'one-way', data: 'copied' },
    ]);
    expect(migrationsOf(plan)).toEqual([
      '@demo/plugin-hello undefined',
      '@demo/plugin-hello-backend one-way',
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
    expect(migrationsOf(plan)).toContain('@demo/plugin-hello-backend one-way');
    expect(plan.problems).toMatchObject([
      {
        confirm: oneWayConfirmation('hello'),
        message: expect.stringContaining('@demo/plugin-hello-backend@2.0.0'),
      },
    ]);
  });

  it('gives the new version a copy, holds requests meanwhile, and keeps the old data', async () => {
    await data.query(`CREATE TABLE people (name text)`);
    await data.query(`INSERT INTO people VALUES ('Ada')`);
    const before = (await lifecycle.desired()).body.hosts[0].database.database;

    const { id } = await lifecycle.apply(await lifecycle.plan(UPGRADE));
    await lifecycle.untilReleased(id);
    await lifecycle.eventually(() => expect(data.held()).toBe('maintenance'));
    expect(await data.query(`SELECT * FROM people`)).toEqual([{ name: 'Ada' }]);
    const after = (await lifecycle.desired()).body.hosts[0].database.database;
    expect(after).not.toBe(before);
    expect(after.length).toBeLessThanOrEqual(63);
    await data.query(`ALTER TABLE people RENAME name TO full_name`);

    await lifecycle.converge();
    await lifecycle.until(id, 'serving');
    await lifecycle.eventually(() => expect(data.held()).toBeUndefined());
    await data.whenSettled();
    await lifecycle.eventually(async () =>
      expect(await data.snapshots()).toMatchObject([
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
    await data.query(`CREATE TABLE people (name text)`);
    const before = (await lifecycle.desired()).body.hosts[0];
    const { id } = await lifecycle.apply(await lifecycle.plan(UPGRADE));
    await lifecycle.untilReleased(id);
    const first = (await lifecycle.desired()).body.hosts[0].database.database;
    await data.query(`DROP TABLE people`);
    await data.fail(id, 2);
    await data.whenSettled();
    await lifecycle.eventually(() => expect(data.held()).toBeUndefined());
    // Nothing of it has changed: the host that serves need not be touched.
    expect((await lifecycle.desired()).body.hosts[0]).toEqual(before);
    await data.query(`INSERT INTO people VALUES ('Ada')`);

    const again = await lifecycle.apply(await lifecycle.plan(UPGRADE));
    await lifecycle.untilReleased(again.id);
    const second = (await lifecycle.desired()).body.hosts[0].database.database;
    expect(second).not.toBe(first);
    expect(await data.query(`SELECT * FROM people`)).toEqual([{ name: 'Ada' }]);
    await lifecycle.converge();
    await lifecycle.until(again.id, 'serving');
    await data.whenSettled();
  });

  it('takes no write of the old version from the copy until the rollout has ended', async () => {
    const { host, port, user, password, database } = (await lifecycle.desired())
      .body.hosts[0].database;
    await data.query(`CREATE TABLE people (name text)`);
    const old = { host, port, user, password, database };
    const { id } = await lifecycle.apply(await lifecycle.plan(UPGRADE));
    await lifecycle.untilReleased(id);
    const client = new Client(old);
    client.on('error', () => undefined);
    await client.connect();
    await expect(
      client.query(`INSERT INTO people VALUES ('lost')`),
    ).rejects.toThrow('read-only transaction');
    await data.fail(id, 2);
    await data.whenSettled();
    const next = new Client(old);
    await next.connect();
    await next.query(`INSERT INTO people VALUES ('kept')`);
    await next.end();
  });

  it('is noticed when the plugin was removed in between without its data', async () => {
    await data.query(`CREATE TABLE people (name text)`);
    await data.query(`INSERT INTO people VALUES ('Ada')`);
    await lifecycle.bring({ action: 'remove', pluginId: 'hello' });
    const plan = await lifecycle.plan({ action: 'install', pluginId: 'hello' });
    expect(plan.problems).toMatchObject([{ confirm: 'oneWayMigration:hello' }]);
    const { id } = await lifecycle.apply(plan);
    await lifecycle.untilReleased(id);
    await lifecycle.converge();
    await lifecycle.until(id, 'serving');
    expect(await data.query(`SELECT * FROM people`)).toEqual([{ name: 'Ada' }]);
  });
});
