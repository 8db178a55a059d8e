import path from 'node:path';
import { findFreePort } from '../dev/ports.ts';
import { startPostgres, stopPostgres } from '../dev/postgres.ts';
import { startTimeOf } from '../dev/processTable.ts';

/** A PostgreSQL of this run's own. Durability is switched off: its data ends with the run. */
export async function startTestDatabase(temporary: string) {
  const port = await findFreePort(54400);
  const child = await startPostgres({
    directory: path.join(temporary, 'postgres'),
    port,
    password: 'postgres',
    logFile: path.join(temporary, 'postgres.log'),
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
    },
  });
  const record = {
    name: 'postgres',
    pid: child.pid!,
    startTime: startTimeOf(child.pid!)!,
  };
  return {
    url: `postgresql://postgres:postgres@127.0.0.1:${port}`,
    stop: () => stopPostgres(record),
  };
}
