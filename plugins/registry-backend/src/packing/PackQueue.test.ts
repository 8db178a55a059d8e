import { setTimeout as sleep } from 'node:timers/promises';
import { TestDatabases } from '@backstage/backend-test-utils';
import { migrateRoomDatabase } from '@sceneshift/backstage-platform-node';
import type { Knex } from 'knex';
import { PackQueue } from './PackQueue';

jest.setTimeout(60_000);

const key = { organizationId: 'acme', name: '@acme/hello', version: '1.0.0' };

describe('PackQueue', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  let database: Knex;
  let queue: PackQueue;

  beforeAll(async () => {
    database = await databases.init('POSTGRES_18');
    await migrateRoomDatabase(
      database,
      '@sceneshift/backstage-plugin-registry-backend',
    );
    await insertVersion(database);
    queue = await PackQueue.create({
      database,
      organizationIds: ['acme', 'globex'],
      leaseSeconds: 1,
      onError: error => {
        throw error;
      },
    });
  });

  afterAll(() => queue.stop());

  const claim = async () => {
    for (let tries = 0; tries < 40; tries += 1) {
      const job = await queue.claim('acme', 'api-key:1', new Date());
      if (job) return job;
      await sleep(250);
    }
    throw new Error('No job came');
  };

  it('has no job of a transaction that was rolled back', async () => {
    const failed = database.transaction(async trx => {
      await queue.enqueue(trx, { ...key, baseline: '1.55.0' }, 0, new Date());
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    await expect(
      queue.claim('acme', 'api-key:1', new Date()),
    ).resolves.toBeUndefined();
  });

  it('gives a job to its organization, thrice at most, and then knows it as abandoned', async () => {
    await database.transaction(trx =>
      queue.enqueue(trx, { ...key, baseline: '1.55.0' }, 0, new Date()),
    );
    await expect(
      queue.claim('globex', 'api-key:2', new Date()),
    ).resolves.toBeUndefined();
    const first = await claim();
    const second = await claim();
    const third = await claim();
    expect([second.id, third.id]).toEqual([first.id, first.id]);
    let abandoned = await queue.abandoned();
    for (let tries = 0; tries < 40 && !abandoned.length; tries += 1) {
      await sleep(250);
      abandoned = await queue.abandoned();
    }
    expect(abandoned).toMatchObject([{ id: first.id, name: key.name }]);
  });
});

async function insertVersion(database: Knex): Promise<void> {
  const at = new Date();
  const owner = { organization_id: 'acme', name: key.name };
  await database('packages').insert({
    ...owner,
    origin: 'published',
    search: '',
    created_at: at,
    updated_at: at,
  });
  await database('versions').insert({
    ...owner,
    version: key.version,
    origin: 'published',
    integrity: 'sha512-x',
    shasum: 'x',
    digest: 'sha256-x',
    size: 1,
    unpacked_size: 1,
    file_count: 1,
    package_json: '{}',
    published_by: 'user:default/ada',
    published_at: at,
  });
}
