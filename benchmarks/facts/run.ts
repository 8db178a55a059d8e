import os from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import pg from 'pg';
import { findFreePort } from '../../script/dev/ports';
import { Backend } from './Backend';
import { seed } from './seed';

/**
 * Measures how long the resolver takes to learn what a registry has: all of it, nothing new, and one change. Registry, resolver
 * and PostgreSQL are the real ones, and so is every request between them.
 *
 *   DATABASE_URL=postgresql://… node --require @backstage/cli/config/nodeTransform.cjs benchmarks/facts/run.ts [packages, default 500] [versions, default 100]
 *
 * The database is made for the run and dropped afterwards. The registry, the resolver and this client share one process: what the
 * event loop is kept from includes all three.
 */
const packages = Number(process.argv[2] ?? 500);
const versions = Number(process.argv[3] ?? 100);
const server = new URL(
  process.env.DATABASE_URL ??
    process.env.BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING ??
    'postgresql://postgres:postgres@127.0.0.1:5432',
);
const database = new URL(server);
database.pathname = `/benchmark_facts_${process.pid}`;
const name = database.pathname.slice(1);

interface Answer {
  ok: boolean;
  solution: Record<string, string>;
  lock: { snapshot: string };
  stats: { ms: number };
}

async function main(): Promise<void> {
  const admin = await connect(server);
  await admin.query(`create database "${name}"`);
  try {
    await measure();
  } finally {
    await admin.query(`drop database "${name}" with (force)`);
    await admin.end();
  }
}

async function measure(): Promise<void> {
  const backend = await Backend.start(database, await findFreePort(17_107));
  try {
    print(await measureWith(backend));
  } finally {
    await backend.stop();
  }
}

async function measureWith(backend: Backend): Promise<Row[]> {
  const client = await connect(database);
  await seed(client, { packages, versions });
  await client.end();
  const first = '@acme/plugin-p1-backend';
  const request = { roots: { [first]: '*' } };
  const resolve = () =>
    backend.call<Answer>('POST', 'resolver/v1/resolve', request);

  return [
    await timed(`cold: ${packages} x ${versions}`, resolve),
    await timed('warm: nothing new', resolve),
    await timed('warm: nothing new, again', resolve),
    await timed('yank one version', () =>
      backend.call(
        'PUT',
        `registry/v1/packages/${encodeURIComponent(first)}/versions/1.${
          versions - 1
        }.0/yank`,
        { reason: 'benchmark' },
      ),
    ),
    await timed('after the yank', resolve),
    await timed('all facts, read by a client', () => readAll(backend)),
  ];
}

interface Row {
  what: string;
  ms: number;
  /** Of all threads of this process, without PostgreSQL. */
  cpuMs: number;
  blockedMs: number;
  note: string;
}

async function timed(what: string, work: () => Promise<unknown>): Promise<Row> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const before = process.cpuUsage();
  const start = performance.now();
  const result = await work();
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  delay.disable();
  return {
    what,
    ms,
    cpuMs: (user + system) / 1000,
    blockedMs: delay.max / 1e6,
    note: noteOf(result),
  };
}

function noteOf(result: unknown): string {
  if (typeof result === 'string') return result;
  const { ok, solution, lock, stats } = result as Partial<Answer>;
  if (ok === undefined) return '';
  const count = Object.keys(solution ?? {}).length;
  return `${count} packages, solved in ${stats?.ms.toFixed(0)} ms, ${
    lock?.snapshot
  }`;
}

async function readAll(backend: Backend): Promise<string> {
  let pages = 0;
  let bytes = 0;
  for (let cursor: string | undefined, more = true; more; pages++) {
    const query = cursor === undefined ? '' : `?cursor=${cursor}`;
    const page = await backend.call<{ nextCursor?: string }>(
      'GET',
      `registry/v1/facts${query}`,
    );
    bytes += JSON.stringify(page).length;
    cursor = page.nextCursor;
    more = cursor !== undefined;
  }
  return `${pages} pages, ${(bytes / 1e6).toFixed(1)} MB of JSON`;
}

function print(rows: Row[]): void {
  const lines = rows.map(
    ({ what, ms, cpuMs, blockedMs, note }) =>
      `| ${what} | ${ms.toFixed(0)} ms | ${cpuMs.toFixed(
        0,
      )} ms | ${blockedMs.toFixed(0)} ms | ${note} |`,
  );
  const memory = (process.memoryUsage().heapUsed / 1e6).toFixed(0);
  process.stdout.write(
    `Node ${process.version}, ${os.cpus().length} cores, load ${os
      .loadavg()[0]
      ?.toFixed(1)}, heap ${memory} MB\n\n` +
      '| what | wall | CPU | event loop blocked at most | |\n| --- | --- | --- | --- | --- |\n' +
      `${lines.join('\n')}\n`,
  );
}

async function connect(url: URL): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  return client;
}

main().then(
  () => process.exit(0),
  error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
