import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { migrateRoomTables } from '../database/platformDatabase';
import { Outbox } from './Outbox';

describe('Outbox', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  const outbox = new Outbox('registry');
  let database: Knex;

  beforeAll(async () => {
    database = await databases.init('POSTGRES_18');
    await migrateRoomTables(database);
  }, 60_000);

  beforeEach(() => database('outbox_events').delete());

  const append = (trx: Knex, type: string) =>
    outbox.append(trx, { organizationId: 'acme', type, data: { type } });

  it('hands on committed events in order, once', async () => {
    await database.transaction(async trx => {
      await append(trx, 'registry.version.published');
      await append(trx, 'registry.tag.moved');
    });
    const seen: string[] = [];
    const publish = async ({ type }: { type: string }) => {
      seen.push(type);
    };
    await expect(outbox.relay(database, publish)).resolves.toBe(2);
    await expect(outbox.relay(database, publish)).resolves.toBe(0);
    expect(seen).toEqual(['registry.version.published', 'registry.tag.moved']);
  });

  it('says nothing of a change that was rolled back', async () => {
    const failed = database.transaction(async trx => {
      await append(trx, 'registry.version.published');
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    await expect(outbox.relay(database, jest.fn())).resolves.toBe(0);
  });

  it('stops at an event that cannot be published and tries it again', async () => {
    for (const type of ['a', 'b', 'c']) await append(database, type);
    const seen: string[] = [];
    let broken = true;
    const publish = async ({ type }: { type: string }) => {
      if (type === 'b' && broken) throw new Error('bus is down');
      seen.push(type);
    };
    await expect(outbox.relay(database, publish)).rejects.toThrow(
      'bus is down',
    );
    broken = false;
    await expect(outbox.relay(database, publish)).resolves.toBe(2);
    expect(seen).toEqual(['a', 'b', 'c']);
  });
});
