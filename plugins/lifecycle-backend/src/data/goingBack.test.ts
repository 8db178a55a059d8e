import { HelloData } from '../__testUtils__/HelloData';
import { publishHello } from '../__testUtils__/publishHello';
import { TestLifecycle } from '../__testUtils__/TestLifecycle';

jest.setTimeout(60_000);

const UPGRADE = { action: 'upgrade', pluginId: 'hello' } as const;
const ENVIRONMENT = '/environments/development';

describe('going back across a one-way migration', () => {
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

  it('goes back in probation, and by hand, with the data of the version', async () => {
    await data.query(`CREATE TABLE people (name text)`);
    await data.query(`INSERT INTO people VALUES ('before')`);
    const rollout = await lifecycle.bring(UPGRADE);
    await data.query(`INSERT INTO people VALUES ('after')`);
    await data.whenSettled();
    await lifecycle.report('a', {
      generation: 1,
      rollout: {
        generation: 2,
        state: 'rolledBack',
        reason: { code: 'HOST_EXITED', message: '…', pluginId: 'hello' },
      },
    });
    expect((await lifecycle.rollout(rollout.id)).state).toBe('rolledBack');
    expect(await data.query(`SELECT * FROM people`)).toEqual([
      { name: 'before' },
    ]);
    await lifecycle.eventually(async () =>
      expect(await data.snapshots()).toMatchObject([
        { kind: 'replaced', generation: 2 },
      ]),
    );

    await lifecycle.bring(UPGRADE);
    await data.query(`INSERT INTO people VALUES ('second')`);
    await data.whenSettled();
    const plan = await lifecycle.plan({ action: 'rollback', generation: 1 });
    expect(plan.diff).toMatchObject([{ data: 'earlier' }]);
    expect(plan.problems).toMatchObject([{ confirm: 'earlierData:hello' }]);
    const back = await lifecycle.apply(plan);
    await lifecycle.untilReleased(back.id);
    await lifecycle.converge();
    await lifecycle.until(back.id, 'serving');
    expect(await data.query(`SELECT * FROM people`)).toEqual([
      { name: 'before' },
    ]);
    const forth = await lifecycle.plan({ action: 'rollback', generation: 3 });
    const again = await lifecycle.apply(forth);
    await lifecycle.untilReleased(again.id);
    await lifecycle.converge();
    await lifecycle.until(again.id, 'serving');
    expect(await data.query(`SELECT * FROM people`)).toEqual([
      { name: 'before' },
      { name: 'second' },
    ]);
  });

  it('does not go back to a database that was deleted', async () => {
    await lifecycle.bring(UPGRADE);
    await data.whenSettled();
    const back = { action: 'rollback', generation: 1 } as const;
    const plan = await lifecycle.plan(back);
    await lifecycle.eventually(async () =>
      expect(await data.snapshots()).toHaveLength(1),
    );
    const [{ id }] = await data.snapshots();
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
    await data.whenSettled();
  });

  it('refuses an older version on what a later one has made of the data', async () => {
    await lifecycle.bring(UPGRADE);
    await data.whenSettled();
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
});
