import type { DataExport } from '@sceneshift/backstage-plugin-lifecycle-common';
import { HelloData } from '../__testUtils__/HelloData';
import { publishHello } from '../__testUtils__/publishHello';
import { TestLifecycle } from '../__testUtils__/TestLifecycle';

jest.setTimeout(60_000);

const ENVIRONMENT = '/environments/development';
const REMOVE = {
  action: 'remove',
  pluginId: 'hello',
  deleteData: true,
} as const;

describe('deleting the data of a plugin', () => {
  let lifecycle: TestLifecycle;
  let data: HelloData;

  beforeEach(async () => {
    lifecycle = await TestLifecycle.start();
    data = new HelloData(lifecycle);
    await publishHello(lifecycle.registry, '1.0.0');
    await lifecycle.bring({ action: 'install', pluginId: 'hello' });
    await data.query(
      `CREATE TABLE people (name text)`,
      `INSERT INTO people VALUES ('Ada')`,
    );
  });

  afterEach(async () => {
    await lifecycle.dropHostDatabases();
    await lifecycle.stop();
  });

  async function removeWithData(): Promise<void> {
    await lifecycle.outlast(await lifecycle.bring(REMOVE));
    await lifecycle.eventually(async () =>
      expect(await lifecycle.db('host_credentials')).toEqual([]),
    );
  }

  it('is told in the plan, and has to be confirmed', async () => {
    const id = await data.takeSnapshot();
    const [{ takenAt }] = await data.snapshots();
    const plan = await lifecycle.plan(REMOVE);
    expect(plan.diff).toMatchObject([
      {
        kind: 'remove',
        data: 'deleted',
        deletes: {
          databases: [
            { kind: 'present', sizeBytes: expect.any(Number) },
            { kind: 'manual', takenAt, sizeBytes: expect.any(Number) },
          ],
          exportsKeptMs: 30 * 24 * 3_600_000,
        },
      },
    ]);
    expect(plan.problems).toMatchObject([
      { code: 'DATA_DELETION', confirm: 'deleteData:hello' },
    ]);
    expect(plan.problems[0]!.message).toMatch(
      /its database \([\d.]+ MB\), and what is kept of it \(a snapshot \(of \d+ \w+ 20\d\d, \d\d:\d\d UTC, [\d.]+ MB\)\).* exports are kept for 30 days/,
    );
    const refused = await lifecycle.post(`${ENVIRONMENT}/rollouts`, {
      planId: plan.id,
      planHash: plan.hash,
    });
    expect(refused.body).toMatchObject({
      code: 'CONFIRMATION_REQUIRED',
      confirm: ['deleteData:hello'],
    });
    expect((await data.snapshots())[0].id).toBe(id);
    const { problems, diff } = await lifecycle.plan({
      ...REMOVE,
      deleteData: false,
    });
    expect([problems, diff[0]!.data]).toEqual([[], undefined]);
  });

  it('exports what is kept too, and leaves nothing behind', async () => {
    await data.takeSnapshot();
    await data.query(`INSERT INTO people VALUES ('Grace')`);
    await publishHello(lifecycle.registry, '2.0.0', 'one-way');
    await lifecycle.bring({ action: 'upgrade', pluginId: 'hello' });
    await data.query(`INSERT INTO people VALUES ('Barbara')`);
    await data.whenSettled();
    await lifecycle.eventually(async () =>
      expect(await data.snapshots()).toHaveLength(2),
    );
    const names = [
      ...(await lifecycle.db('plugin_databases').pluck('database_name')),
      ...(await lifecycle.db('host_credentials').pluck('role_name')),
    ];
    // On nobody's record, as after a copy whose process was killed.
    const orphan = `${names[0]}`.replace(/.{4}$/, '_odd');
    await lifecycle.db.raw(`CREATE DATABASE ${orphan} OWNER ${names.at(-1)}`);
    names.push(orphan);
    await removeWithData();
    const exported = (await data.exports()).map(({ kind, state, tables }) => [
      kind,
      state,
      tables[0]?.rows,
    ]);
    expect(exported.sort()).toEqual([
      ['manual', 'ready', 1],
      ['present', 'ready', 3],
      ['replaced', 'ready', undefined],
      ['replaced', 'ready', 2],
    ]);
    expect(await data.snapshots()).toEqual([]);
    expect(await data.leftovers(names)).toEqual([]);
  });

  it('is taken up again where a process was killed between two drops', async () => {
    await data.takeSnapshot();
    const [{ database_name: first }] = await lifecycle.db('host_credentials');
    const rollout = await lifecycle.bring(REMOVE);
    await lifecycle.db.raw(`DROP DATABASE ${first} WITH (FORCE)`);
    await lifecycle.outlast(rollout);
    await lifecycle.eventually(async () =>
      expect(await lifecycle.db('host_credentials')).toEqual([]),
    );
    expect((await data.exports()).map(({ kind }) => kind)).toEqual(['manual']);
    expect(await data.leftovers([first])).toEqual([]);
  });

  it('lets a rollback start empty only when that is confirmed', async () => {
    const back = { action: 'rollback', generation: 1 } as const;
    const removal = await lifecycle.bring(REMOVE);
    const before = await lifecycle.plan(back);
    expect(before.problems).toEqual([]);
    await lifecycle.outlast(removal);
    await lifecycle.eventually(async () =>
      expect(await lifecycle.db('host_credentials')).toEqual([]),
    );
    const late = await lifecycle.post(`${ENVIRONMENT}/rollouts`, {
      planId: before.id,
      planHash: before.hash,
    });
    expect(late.body.code).toBe('DATABASE_SNAPSHOT_GONE');

    const plan = await lifecycle.plan(back);
    const [{ id }] = (await data.exports()) as [DataExport];
    expect(plan.diff).toMatchObject([{ kind: 'install', data: 'empty' }]);
    expect(plan.problems).toMatchObject([
      {
        code: 'DATABASE_SNAPSHOT_GONE',
        severity: 'warning',
        confirm: 'emptyData:hello',
        message: expect.stringContaining(`in the export ${id}`),
      },
    ]);
    const rollout = await lifecycle.apply(plan);
    await lifecycle.untilReleased(rollout.id);
    await lifecycle.converge();
    await lifecycle.until(rollout.id, 'serving');
    await data.query(`CREATE TABLE people (name text)`);
  });

  it('is called off by a rollback, which brings the data back, or fails', async () => {
    const removal = await lifecycle.bring(REMOVE);
    const plan = await lifecycle.plan({ action: 'rollback', generation: 1 });
    const cancelled = await lifecycle.apply(plan);
    await lifecycle.untilReleased(cancelled.id);
    await lifecycle.post(`/rollouts/${cancelled.id}/cancel`, {});
    await lifecycle.until(cancelled.id, 'cancelled');
    await lifecycle.outlast(removal);
    expect(await lifecycle.db('host_credentials')).toHaveLength(1);
    const rollout = await lifecycle.apply(plan);
    await lifecycle.untilReleased(rollout.id);
    await lifecycle.converge();
    await lifecycle.until(rollout.id, 'serving');
    expect(await data.query('SELECT * FROM people')).toEqual([{ name: 'Ada' }]);
    expect(await data.exports()).toEqual([]);
  });
});
