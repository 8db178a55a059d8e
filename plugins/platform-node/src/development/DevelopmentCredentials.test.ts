import fs from 'node:fs/promises';
import path from 'node:path';
import {
  createMockDirectory,
  mockServices,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { DefaultApiKeysService } from '../apiKeys/DefaultApiKeysService';
import { migratePlatformDatabase } from '../database/platformDatabase';
import { DevelopmentCredentials } from './DevelopmentCredentials';

describe('DevelopmentCredentials', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  const directory = createMockDirectory();

  it('keeps valid keys and replaces those that the database does not know', async () => {
    const database = await databases.init('POSTGRES_18');
    await migratePlatformDatabase(database);
    const apiKeys = DefaultApiKeysService.create({
      database,
      pepper: 'a pepper of more than thirty-two characters',
    });
    const ensure = () =>
      new DevelopmentCredentials({
        directory: directory.path,
        organizationId: 'demo',
        apiKeys,
        logger: mockServices.logger.mock(),
      }).ensure();
    const file = path.join(directory.path, 'dev-api-key');
    const readKey = async () => (await fs.readFile(file, 'utf8')).trim();

    await ensure();
    const first = await readKey();
    expect((await fs.stat(file)).mode % 0o1000).toBe(0o600);
    expect((await apiKeys.verify(first)).scopes).toEqual(['admin']);

    await ensure();
    await expect(readKey()).resolves.toBe(first);

    const { id } = await apiKeys.verify(first);
    await apiKeys.revoke('demo', id, 'user:default/ada');
    await ensure();
    const second = await readKey();
    expect(second).not.toBe(first);
    expect((await apiKeys.verify(second)).organizationId).toBe('demo');
  }, 60_000);
});
