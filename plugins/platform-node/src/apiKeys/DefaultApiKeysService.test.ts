import { crc32 } from 'node:zlib';
import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { AuditLog } from '../audit/AuditLog';
import { migratePlatformDatabase } from '../database/platformDatabase';
import { DefaultApiKeysService } from './DefaultApiKeysService';
import { generateKey } from './keyFormat';

const pepper = 'a pepper of more than thirty-two characters';

/** A key of the right form. */
const sign = (body: string) => body + crc32(body).toString(16).padStart(8, '0');

describe('DefaultApiKeysService', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  let database: Knex;
  let now: Date;

  beforeAll(async () => {
    database = await databases.init('POSTGRES_18');
    await migratePlatformDatabase(database);
  }, 60_000);

  beforeEach(async () => {
    now = new Date('2026-11-21T09:00:00Z');
    await database('api_keys').delete();
    await database('audit_log').delete();
  });

  const service = () =>
    DefaultApiKeysService.create({ database, pepper, now: () => now });
  const createKey = (expiresAt?: Date) =>
    service().create({
      organizationId: 'acme',
      name: 'ci',
      scopes: ['publish'],
      createdBy: 'user:default/ada',
      expiresAt,
    });

  it('verifies what it created, and stores only a hash', async () => {
    const { key, apiKey } = await createKey();
    expect(key).toMatch(/^ssk_[0-9a-f]{16}_[\w-]{43}[0-9a-f]{8}$/);
    await expect(service().verify(key)).resolves.toMatchObject({
      id: apiKey.id,
      organizationId: 'acme',
      scopes: ['publish'],
    });
    const rows = JSON.stringify(await database('api_keys'));
    expect(rows).not.toContain(key.slice(21));
  });

  it('refuses keys that are malformed, unknown or hashed under another pepper', async () => {
    const { key } = await createKey();
    const flipped = key.slice(0, -1) + (key.endsWith('0') ? '1' : '0');
    const foreign = DefaultApiKeysService.create({
      database,
      pepper: 'another pepper of thirty-two characters!',
    });
    const invalid = { code: 'API_KEY_INVALID' };
    await expect(service().verify('ssk_x')).rejects.toMatchObject(invalid);
    await expect(service().verify(flipped)).rejects.toMatchObject(invalid);
    await expect(foreign.verify(key)).rejects.toMatchObject(invalid);
  });

  it('refuses an expired key', async () => {
    const { key } = await createKey(new Date('2026-11-21T10:00:00Z'));
    now = new Date('2026-11-21T10:00:00Z');
    await expect(service().verify(key)).rejects.toMatchObject({
      code: 'API_KEY_EXPIRED',
    });
  });

  it('revokes at once here, and within seconds on a replica that has just used the key', async () => {
    const { key, apiKey } = await createKey();
    const [here, replica] = [service(), service()];
    await replica.verify(key);
    await here.revoke('acme', apiKey.id, 'user:default/ada');
    await expect(here.verify(key)).rejects.toMatchObject({
      code: 'API_KEY_REVOKED',
    });
    now = new Date(now.getTime() + 5_000);
    await expect(replica.verify(key)).rejects.toMatchObject({
      code: 'API_KEY_REVOKED',
    });
  });

  describe('with too many wrong keys from one address', () => {
    const from = { address: '192.0.2.7' };
    const limited = {
      code: 'RATE_LIMITED',
      details: { retryAfterSeconds: 60 },
    };
    const tryKeys = async (keys: DefaultApiKeysService, key: string) => {
      for (let i = 0; i < 20; i += 1) {
        await expect(keys.verify(key, from)).rejects.toMatchObject({
          status: 401,
        });
      }
    };
    const unknown = () => generateKey().key;

    it('answers 429 to wrong keys for the rest of the minute', async () => {
      const keys = service();
      await tryKeys(keys, 'ssk_x');
      await expect(keys.verify(unknown(), from)).rejects.toMatchObject(limited);
      now = new Date(now.getTime() + 60_000);
      await expect(keys.verify(unknown(), from)).rejects.toMatchObject({
        code: 'API_KEY_INVALID',
      });
    });

    it('slows down neither valid keys nor other addresses', async () => {
      const { key } = await createKey();
      const keys = service();
      await tryKeys(keys, unknown());
      await expect(keys.verify(key, from)).resolves.toMatchObject({
        name: 'ci',
      });
      await expect(
        keys.verify(unknown(), { address: '192.0.2.8' }),
      ).rejects.toMatchObject({ status: 401 });
    });

    it('takes no more secrets for an id that is known', async () => {
      const { key } = await createKey();
      const guess = sign(`${key.slice(0, 21)}${'A'.repeat(43)}`);
      const keys = service();
      await tryKeys(keys, guess);
      await expect(keys.verify(key, from)).rejects.toMatchObject(limited);
      await expect(
        keys.verify(key, { address: '192.0.2.8' }),
      ).resolves.toMatchObject({ name: 'ci' });
    });

    it('counts the addresses of one IPv6 network as one', async () => {
      const keys = service();
      for (let i = 0; i < 20; i += 1) {
        await keys
          .verify('ssk_x', { address: `2001:db8:0:1::${i}` })
          .catch(() => undefined);
      }
      await expect(
        keys.verify('ssk_x', { address: '2001:db8:0:1::99' }),
      ).rejects.toMatchObject(limited);
    });
  });

  it('answers alike for unknown keys and those of another organization', async () => {
    const { apiKey } = await createKey();
    for (const [organization, id] of [
      ['acme', 'f00'],
      ['globex', apiKey.id],
    ] as const) {
      await expect(
        service().revoke(organization, id, 'user:default/eve'),
      ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    await expect(service().list('globex')).resolves.toEqual([]);
  });

  it('keeps an audit chain that shows tampering', async () => {
    const { apiKey } = await createKey();
    await service().revoke('acme', apiKey.id, 'user:default/ada');
    const audit = new AuditLog();
    await expect(audit.verify(database, 'acme')).resolves.toEqual({
      ok: true,
      length: 2,
    });
    await database('audit_log')
      .where({ sequence: 1 })
      .update({ actor: 'user:default/eve' });
    await expect(audit.verify(database, 'acme')).resolves.toMatchObject({
      ok: false,
      brokenAt: 1,
    });
  });
});
