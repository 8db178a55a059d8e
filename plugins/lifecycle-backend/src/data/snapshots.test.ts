import { mockServices } from '@backstage/backend-test-utils';
import { FileSystemArtifactStore } from '@sceneshift/backstage-platform-node';
import { Client } from 'pg';
import { HelloData } from '../__testUtils__/HelloData';
import { publishHello } from '../__testUtils__/publishHello';
import {
  ENCRYPTION_KEY,
  TestLifecycle,
  VIEWER,
} from '../__testUtils__/TestLifecycle';
import { SecretCipher } from '../config/SecretCipher';
import { createStores } from '../database/Stores';
import { PostgresHostDatabases } from '../hosts/PostgresHostDatabases';
import { createData } from './createData';

jest.setTimeout(60_000);

const SNAPSHOTS = '/environments/development/snapshots';

describe('snapshots', () => {
  let lifecycle: TestLifecycle;
  let data: HelloData;

  beforeEach(async () => {
    lifecycle = await TestLifecycle.start();
    data = new HelloData(lifecycle);
    await publishHello(lifecycle.registry, '1.0.0');
    await lifecycle.bring({ action: 'install', pluginId: 'hello' });
    await data.query(`CREATE TABLE people (name text)`);
    await data.query(`INSERT INTO people VALUES ('Ada')`);
  });

  afterEach(async () => {
    await lifecycle.dropHostDatabases();
    await lifecycle.stop();
  });

  async function collect(retentionMs: number) {
    const { db } = lifecycle;
    const work = createData({
      db,
      stores: createStores(new SecretCipher(ENCRYPTION_KEY)),
      databases: new PostgresHostDatabases(db, 'own_'),
      blobs: await FileSystemArtifactStore.create(lifecycle),
      logger: mockServices.logger.mock(),
      settings: {
        snapshots: { retentionMs },
        exports: { retentionMs },
        rolloutTimeoutMs: 60_000,
      },
    });
    await work.run();
    await work.collect();
    await work.run();
  }

  it('are made while the plugin serves, and take its place when that is confirmed', async () => {
    const id = await data.takeSnapshot();
    const manual = () => lifecycle.db('plugin_databases').where({ id }).first();
    const { displaced_at: takenAt, database_name: name } = await manual();
    await data.query(`DELETE FROM people`);
    const path = `${SNAPSHOTS}/${id}/restore`;
    const refused = await lifecycle.post(path, {});
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      code: 'CONFIRMATION_REQUIRED',
      confirm: [`restore:${id}`],
      detail: expect.stringMatching(
        new RegExp(`^Restoring the snapshot '${id}' has consequences`),
      ),
    });

    const { body: rollout } = await lifecycle.post(path, {
      confirm: [`restore:${id}`],
    });
    await lifecycle.untilReleased(rollout.id);
    await lifecycle.converge();
    await lifecycle.until(rollout.id, 'serving');
    expect(await data.query(`SELECT * FROM people`)).toEqual([{ name: 'Ada' }]);
    await data.query(`INSERT INTO people VALUES ('Grace')`);
    // What was replaced is kept too, and the snapshot is as it was.
    await lifecycle.eventually(async () =>
      expect(
        (await data.snapshots())
          .map(({ kind }: { kind: string }) => kind)
          .sort(),
      ).toEqual(['manual', 'replaced']),
    );
    const { rows } = await lifecycle.db.raw(
      'select datallowconn from pg_database where datname = ?',
      [name],
    );
    expect(rows).toEqual([{ datallowconn: false }]);
    expect((await manual()).displaced_at).toEqual(takenAt);
    const { body: generations } = await lifecycle.get(
      '/environments/development/generations',
    );
    expect(generations.items[0].summary).toContain('Restore the data of hello');
  });

  it('are looked after one by one, and what serves is opened and stays', async () => {
    await data.takeSnapshot();
    const [serving] = await lifecycle
      .db('host_credentials')
      .pluck('database_name');
    const [row] = await lifecycle
      .db('plugin_databases')
      .where({ purpose: 'snapshot' });
    // One that is gone stands before the one that serves, which is noted as kept and closed.
    await lifecycle.db('plugin_databases').insert([
      {
        ...row,
        id: '00000000-0000-4000-8000-000000000001',
        packages: '[]',
        database_name: 'sceneshift_gone',
        displaced_at: null,
        created_at: new Date(0),
      },
    ]);
    await lifecycle
      .db('plugin_databases')
      .insert({
        ...row,
        id: '00000000-0000-4000-8000-000000000002',
        packages: '[]',
        database_name: serving,
        displaced_at: new Date(0),
        sealed_at: new Date(0),
      })
      .onConflict('database_name')
      .merge(['displaced_at', 'sealed_at']);
    await collect(24 * 3_600_000);
    expect(
      await lifecycle
        .db('plugin_databases')
        .where({ database_name: serving })
        .first(),
    ).toMatchObject({ state: 'ready', displaced_at: null });
    await collect(24 * 3_600_000);
    expect(
      await lifecycle
        .db('plugin_databases')
        .where({ database_name: serving })
        .first(),
    ).toMatchObject({ state: 'ready', sealed_at: null });
    expect(await data.query(`SELECT * FROM people`)).toEqual([{ name: 'Ada' }]);
  });

  it('cannot be connected to, not even by the plugin', async () => {
    await data.takeSnapshot();
    const { body } = await lifecycle.desired();
    const [name] = await lifecycle
      .db('plugin_databases')
      .where({ purpose: 'snapshot' })
      .pluck('database_name');
    const client = new Client({ ...body.hosts[0].database, database: name });
    await expect(client.connect()).rejects.toThrow(
      'not currently accepting connections',
    );
  });

  it('are deleted when asked for, and when their time is over', async () => {
    const [first, second] = [
      await data.takeSnapshot(),
      await data.takeSnapshot(),
    ];
    expect((await lifecycle.delete(`${SNAPSHOTS}/${first}`)).status).toBe(204);
    await lifecycle.eventually(async () =>
      expect(await data.snapshots()).toHaveLength(1),
    );
    const [name] = await lifecycle
      .db('plugin_databases')
      .where({ id: second })
      .pluck('database_name');
    await collect(24 * 3_600_000);
    expect(await data.snapshots()).toMatchObject([{ state: 'ready' }]);
    await collect(-1);
    expect(await data.snapshots()).toEqual([]);
    const { rows } = await lifecycle.db.raw(
      'select 1 from pg_database where datname = ?',
      [name],
    );
    expect(rows).toEqual([]);
    // What serves is nobody's snapshot.
    expect(await data.query(`SELECT * FROM people`)).toEqual([{ name: 'Ada' }]);
  });

  it('are deleted once, however often it is asked for', async () => {
    const id = await data.takeSnapshot();
    // Nobody gets to it meanwhile.
    await lifecycle
      .db('plugin_databases')
      .where({ id })
      .update({ state: 'deleting' });
    expect((await lifecycle.delete(`${SNAPSHOTS}/${id}`)).status).toBe(204);
    const restore = await lifecycle.post(`${SNAPSHOTS}/${id}/restore`, {});
    expect(restore.body).toMatchObject({
      code: 'DATABASE_SNAPSHOT_NOT_FOUND',
      detail: expect.stringContaining('is being deleted'),
    });
    await data.whenSettled();
    const { body } = await lifecycle.delete(`${SNAPSHOTS}/${id}`);
    expect(body.code).toBe('DATABASE_SNAPSHOT_NOT_FOUND');
  });

  it('are made before a rollout that is started meanwhile, and by one process', async () => {
    const { body: snapshot } = await lifecycle.post(SNAPSHOTS, {
      pluginId: 'hello',
    });
    await publishHello(lifecycle.registry, '1.1.0');
    const plan = await lifecycle.plan({ action: 'upgrade', pluginId: 'hello' });
    const rollout = await lifecycle.apply(plan);
    await lifecycle.untilReleased(rollout.id);
    expect(await data.snapshots()).toMatchObject([
      { id: snapshot.id, state: 'ready' },
    ]);
    await Promise.all([collect(60_000), collect(60_000)]);
    expect(
      await lifecycle
        .db('audit_log')
        .where({ action: 'lifecycle.database.released' }),
    ).toHaveLength(1);
  });

  it('say what is not known, not installed, or not allowed', async () => {
    const unknown = '7b0e3b52-9d0b-4a2f-9f66-0d5f2a1f0001';
    const missing = await lifecycle.delete(`${SNAPSHOTS}/${unknown}`);
    expect(missing.body.code).toBe('DATABASE_SNAPSHOT_NOT_FOUND');
    const other = await lifecycle.post(SNAPSHOTS, { pluginId: 'other' });
    expect(other.body.code).toBe('PLUGIN_NOT_INSTALLED');
    const viewer = await lifecycle.post(
      SNAPSHOTS,
      { pluginId: 'hello' },
      VIEWER,
    );
    expect(viewer.body.code).toBe('FORBIDDEN');
  });
});
