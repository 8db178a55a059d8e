import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extract } from 'tar';
import { HelloData } from '../__testUtils__/HelloData';
import { publishHello } from '../__testUtils__/publishHello';
import { TestLifecycle, VIEWER } from '../__testUtils__/TestLifecycle';

jest.setTimeout(60_000);

const EXPORTS = '/environments/development/exports';

describe('removal of a plugin', () => {
  let lifecycle: TestLifecycle;
  let data: HelloData;

  beforeEach(async () => {
    lifecycle = await TestLifecycle.start();
    data = new HelloData(lifecycle);
    await publishHello(lifecycle.registry, '1.0.0');
    await lifecycle.bring({ action: 'install', pluginId: 'hello' });
  });

  afterEach(async () => {
    await lifecycle.dropHostDatabases();
    await lifecycle.stop();
  });

  const remove = (deleteData: boolean) =>
    lifecycle.bring({ action: 'remove', pluginId: 'hello', deleteData });

  const pending = () =>
    lifecycle
      .db('rollouts')
      .whereRaw('jsonb_array_length(delete_data) > 0')
      .pluck('delete_data');

  /** There is no room for the bytes any more. */
  async function breakBlobs() {
    const incoming = join(lifecycle.directory, 'artifacts', 'incoming');
    await rm(incoming, { recursive: true });
    await writeFile(incoming, 'in the way');
  }

  const unpacked: string[] = [];
  afterAll(() =>
    Promise.all(unpacked.map(path => rm(path, { recursive: true }))),
  );

  async function unpack(
    bytes: Buffer,
  ): Promise<(path: string) => Promise<string>> {
    const directory = await mkdtemp(join(tmpdir(), 'export-'));
    unpacked.push(directory);
    await writeFile(join(directory, 'x.tgz'), bytes);
    await extract({ file: join(directory, 'x.tgz'), cwd: directory });
    return path => readFile(join(directory, path), 'utf8');
  }

  it('with its data exports everything before it is deleted', async () => {
    await data.query(
      `CREATE TABLE people (id serial PRIMARY KEY, name text NOT NULL, note text)`,
      `INSERT INTO people (name, note) VALUES ('Ada', E'a "quoted",\nline'), ('Grace', NULL)`,
      `CREATE SCHEMA "other/one"`,
      `CREATE TABLE "other/one"."Odd name" (person int REFERENCES people, payload jsonb DEFAULT '{}')`,
      `INSERT INTO "other/one"."Odd name" (person) VALUES (1)`,
    );
    const [{ database_name: name }] = await lifecycle.db('host_credentials');
    await lifecycle.outlast(await remove(true));
    await lifecycle.eventually(async () =>
      expect(await data.exports()).toMatchObject([{ state: 'ready' }]),
    );
    const item = (await data.exports())[0]!;
    expect(item.tables).toEqual([
      { schema: 'other/one', name: 'Odd name', rows: 1 },
      { schema: 'public', name: 'people', rows: 2 },
    ]);

    const path = `${EXPORTS}/${item.id}/content`;
    expect((await lifecycle.get(path, VIEWER)).status).toBe(403);
    const { body, headers } = await lifecycle.get(path).buffer();
    expect(headers).toMatchObject({
      'content-type': 'application/gzip',
      'content-disposition':
        'attachment; filename="development-hello-data.tar.gz"',
    });
    expect(`sha256-${createHash('sha256').update(body).digest('hex')}`).toBe(
      item.digest,
    );
    const read = await unpack(body);
    expect(await read('tables/public.people.csv')).toBe(
      'id,name,note\n1,Ada,"a ""quoted"",\nline"\n2,Grace,\n',
    );
    const schema = JSON.parse(await read('schema.json'));
    expect(schema).toMatchObject({
      formatVersion: 1,
      pluginId: 'hello',
      tables: [
        {
          file: 'tables/other%2Fone.Odd%20name.csv',
          columns: [
            { name: 'person', type: 'integer', nullable: true },
            { name: 'payload', type: 'jsonb', default: "'{}'::jsonb" },
          ],
          keys: [
            {
              kind: 'foreign',
              definition: 'FOREIGN KEY (person) REFERENCES people(id)',
            },
          ],
        },
        { keys: [{ kind: 'primary', definition: 'PRIMARY KEY (id)' }] },
      ],
    });

    await lifecycle.eventually(async () =>
      expect(await lifecycle.db('host_credentials')).toEqual([]),
    );
    const { rows } = await lifecycle.db.raw(
      'select 1 from pg_database where datname = ? union all select 1 from pg_roles where rolname = ?',
      [name, name],
    );
    expect(rows).toEqual([]);

    expect((await lifecycle.delete(`${EXPORTS}/${item.id}`)).status).toBe(204);
    expect(await data.exports()).toEqual([]);
    expect((await lifecycle.get(path)).body.code).toBe('DATA_EXPORT_NOT_FOUND');
  });

  it('deletes nothing while the export cannot be made', async () => {
    await data.query(`CREATE TABLE people (name text)`);
    await breakBlobs();
    await lifecycle.outlast(await remove(true));
    await lifecycle.eventually(async () =>
      expect(await data.exports()).toMatchObject([
        { state: 'failed', reason: { pluginId: 'hello' } },
      ]),
    );
    expect(await lifecycle.db('host_credentials')).toHaveLength(1);
    const [rollout] = await lifecycle
      .db('rollouts')
      .whereRaw('jsonb_array_length(delete_data) > 0');
    expect(rollout.delete_data).toEqual(['hello']);

    // Installed again before it could be deleted: it stays, and takes writes.
    await lifecycle.bring({ action: 'install', pluginId: 'hello' });
    expect(
      await data.query(
        `INSERT INTO people VALUES ('Ada')`,
        `SELECT * FROM people`,
      ),
    ).toEqual([{ name: 'Ada' }]);
  });

  it('keeps the data while the removal may be undone, and then does not undo it any more', async () => {
    await publishHello(lifecycle.registry, '1.0.0', 'none', 'other');
    await lifecycle.bring({ action: 'install', pluginId: 'other' });
    await publishHello(lifecycle.registry, '2.0.0', 'none', 'other');
    const change = async () =>
      lifecycle.bring(
        { action: 'remove', pluginId: 'hello', deleteData: true },
        { action: 'upgrade', pluginId: 'other' },
      );
    const failOf = async ({ id }: { id: string }) => {
      const { body } = await lifecycle.get('/environments/development');
      await lifecycle.report('a', {
        generation: body.servingGeneration - 1,
        rollout: {
          generation: body.servingGeneration,
          state: 'rolledBack',
          reason: { code: 'HOST_EXITED', message: '…', pluginId: 'other' },
        },
      });
      return (await lifecycle.rollout(id)).state;
    };

    const undone = await change();
    await lifecycle.sweep();
    expect(await data.exports()).toEqual([]);
    expect(await failOf(undone)).toBe('rolledBack');
    await lifecycle.converge();
    await data.query(`CREATE TABLE people (name text)`);

    const kept = await change();
    await lifecycle.outlast(kept);
    await lifecycle.eventually(async () =>
      expect(await lifecycle.db('host_credentials').pluck('plugin_id')).toEqual(
        ['other'],
      ),
    );
    expect(await failOf(kept)).toBe('serving');
  });

  it('keeps the data of one that was installed again and removed without it', async () => {
    const first = await remove(true);
    await lifecycle.bring({ action: 'install', pluginId: 'hello' });
    await data.query(`CREATE TABLE people (name text)`);
    await remove(false);
    await lifecycle.outlast(first);
    await lifecycle.eventually(async () => expect(await pending()).toEqual([]));
    expect(await data.exports()).toEqual([]);
    expect(await lifecycle.db('host_credentials')).toHaveLength(1);
  });

  it('without its data leaves it for the next installation', async () => {
    await data.query(
      `CREATE TABLE people (name text)`,
      `INSERT INTO people VALUES ('Ada')`,
    );
    await remove(false);
    expect(await data.exports()).toEqual([]);
    await lifecycle.bring({ action: 'install', pluginId: 'hello' });
    expect(await data.query(`SELECT * FROM people`)).toEqual([{ name: 'Ada' }]);
  });
});
