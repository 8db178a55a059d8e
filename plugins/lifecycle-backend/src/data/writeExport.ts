import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DataExport } from '@sceneshift/backstage-plugin-lifecycle-common';
import { Client, type ClientConfig } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import format from 'pg-format';
import { create } from 'tar';
import { describeTables, type TableDescription } from './describeTables';

const FORMAT_VERSION = 1;
const TABLES = 'tables';
const SCHEMA = 'schema.json';
const FOLDER_PREFIX = 'sceneshift-export-';

/** No export takes this long. */
const ABANDONED_MS = 7 * 24 * 3_600_000;

/** A table that was written, with its file. */
type WrittenTable = TableDescription & { file: string; rows: number };

/**
 * Writes all tables of a database as they are at one moment: `schema.json`, and one CSV file per table, in a gzipped tarball.
 * The tarball is handed to `store` as a stream; nothing of it is held in memory.
 */
export async function writeExport<T>(
  connection: ClientConfig,
  about: Record<string, unknown>,
  store: (tarball: Readable) => Promise<T>,
): Promise<{ stored: T; tables: DataExport['tables'] }> {
  const directory = await mkdtemp(join(tmpdir(), FOLDER_PREFIX));
  try {
    const tables = await writeTables(connection, directory);
    const document = { formatVersion: FORMAT_VERSION, ...about, tables };
    await writeFile(
      join(directory, SCHEMA),
      JSON.stringify(document, undefined, 2),
    );
    const tarball = create({ gzip: true, portable: true, cwd: directory }, [
      SCHEMA,
      TABLES,
    ]);
    const stored = await store(Readable.from(tarball));
    return {
      stored,
      tables: tables.map(({ schema, name, rows }) => ({ schema, name, rows })),
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function writeTables(
  connection: ClientConfig,
  directory: string,
): Promise<WrittenTable[]> {
  await mkdir(join(directory, TABLES));
  const client = new Client(connection);
  // What is under way fails with a cut connection, and so does what comes next; unheard, the event would be an uncaught exception.
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const written: WrittenTable[] = [];
    for (const table of await describeTables(client)) {
      const file = `${TABLES}/${fileName(table)}`;
      const rows = await writeTable(client, table, join(directory, file));
      written.push({ ...table, file, rows });
    }
    await client.query('COMMIT');
    return written;
  } finally {
    await client.end();
  }
}

/** @returns the number of rows */
async function writeTable(
  client: Client,
  { schema, name }: TableDescription,
  path: string,
): Promise<number> {
  const statement = format(
    'COPY (SELECT * FROM %I.%I) TO STDOUT (FORMAT csv, HEADER)',
    schema,
    name,
  );
  const copy = client.query(copyTo(statement));
  await pipeline(copy, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  return copy.rowCount;
}

/** Names of tables may hold any character. */
function fileName({ schema, name }: TableDescription): string {
  return `${encodeURIComponent(schema)}.${encodeURIComponent(name)}.csv`;
}

/** Removes what processes have left that were killed while they wrote an export. */
export async function removeAbandonedFolders(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(FOLDER_PREFIX)) continue;
    const folder = join(tmpdir(), name);
    const { mtimeMs } = await stat(folder).catch(orGone);
    if (Date.now() - mtimeMs > ABANDONED_MS) {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** Another process may have removed it in between. */
function orGone(error: NodeJS.ErrnoException): { mtimeMs: number } {
  if (error.code === 'ENOENT') return { mtimeMs: Date.now() };
  throw error;
}
