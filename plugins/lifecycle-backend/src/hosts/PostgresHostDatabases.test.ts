import { TestDatabases } from '@backstage/backend-test-utils';
import type { HostCredentials } from './HostCredentials';
import { PostgresHostDatabases } from './PostgresHostDatabases';

jest.setTimeout(60_000);

const credentials = {
  databaseName: 'sceneshift_refused',
  roleName: 'sceneshift_refused',
  password: 'canary-of-a-password',
} as HostCredentials;

describe('PostgresHostDatabases', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

  it('keeps the password out of the error when it may not make roles', async () => {
    const db = await databases.init('POSTGRES_18');
    const trx = await db.transaction();
    await trx.raw('CREATE ROLE sceneshift_powerless');
    await trx.raw('SET LOCAL ROLE sceneshift_powerless');
    const refusal: Error = await new PostgresHostDatabases(trx, 'own_')
      .ensure(credentials)
      .then(
        () => Promise.reject(new Error('The role was made')),
        error => error,
      );
    await trx.rollback();
    expect(refusal.message).toContain('42501');
    expect(refusal.message).toContain('CREATEROLE');
    expect(`${refusal.stack} ${String(refusal.cause)}`).not.toContain('canary');
  });
});
