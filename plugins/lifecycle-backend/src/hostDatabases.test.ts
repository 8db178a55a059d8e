import { Client } from 'pg';
import { useHelloLifecycle } from './__testUtils__/useHelloLifecycle';

jest.setTimeout(60_000);

describe('databases of hosted plugins', () => {
  const used = useHelloLifecycle();

  it('gives each plugin a database and a role that open nothing else', async () => {
    const { lifecycle } = used;
    await lifecycle.bring({ action: 'install', pluginId: 'hello' });
    const { body: desired } = await lifecycle.desired();
    const { database, signingKey } = desired.hosts[0];
    expect(signingKey.publicKey).toContain('BEGIN PUBLIC KEY');

    const own = new Client(database);
    await own.connect();
    await own.query('CREATE TABLE things (id int)');
    await own.end();
    const foreign = new Client({
      ...database,
      database: lifecycle.db.client.config.connection.database,
    });
    await expect(foreign.connect()).rejects.toThrow('permission denied');
  });

  it('removes a plugin with its data', async () => {
    const { lifecycle } = used;
    await lifecycle.bring({ action: 'install', pluginId: 'hello' });
    const [{ database_name: name }] = await lifecycle.db('host_credentials');
    const { id } = await lifecycle.apply(
      await lifecycle.plan({
        action: 'remove',
        pluginId: 'hello',
        deleteData: true,
      }),
    );
    await lifecycle.until(id, 'serving');
    await lifecycle.outlast({ id });
    await lifecycle.eventually(async () => {
      const { rows } = await lifecycle.db.raw(
        'select 1 from pg_database where datname = ?',
        [name],
      );
      expect(rows).toEqual([]);
    });
    await lifecycle.eventually(async () =>
      expect(
        await lifecycle.db('host_credentials').select('plugin_id'),
      ).toEqual([]),
    );
  });
});
