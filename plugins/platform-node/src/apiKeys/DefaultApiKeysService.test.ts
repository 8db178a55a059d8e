import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { AuditLog } from '../audit/AuditLog';
import { migratePlatformDatabase } from '../database/platformDatabase';
import { DefaultApiKeysService } from './DefaultApiKeysService';

const pepper = 'a pepper of more than thirty-two characters';

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
