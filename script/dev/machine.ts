import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isPortFree } from './ports.ts';
import {
  isRunning,
  readRecords,
  endProcess,
  removeRecord,
  type ProcessRecord,
} from './processTable.ts';
import type { Layout } from './layout.ts';

const MINIMUM_FREE_BYTES = 512 * 1024 * 1024;

/** @throws Error when the disk is nearly full, naming the folder and how much is missing. */
export function assertRoom(folder: string): void {
  const { bavail, bsize } = fs.statfsSync(folder);
  const free = bavail * bsize;
  if (free >= MINIMUM_FREE_BYTES) return;
  const megabytes = Math.floor(free / 1024 / 1024);
  throw new Error(
    `Only ${megabytes} MB are free where ${folder} lies; 512 MB are needed. Free some room, or choose another disk with --data.`,
  );
}

/**
 * @param patienceMs - how long to wait for the port: what was just ended may hold it for a moment longer
 * @throws Error when something else answers on the port.
 */
export async function assertPortFree(
  port: number,
  patienceMs = 0,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await isPortFree(port))) {
    if (Date.now() >= deadline)
      throw new Error(
        `Port ${port} is taken by another program. End it, or choose another port: script/start --port ${
          port + 1
        }`,
      );
    await sleep(100);
  }
}

/**
 * Makes this the one run on the data folder: refuses while another one lives, ends what a killed one left.
 *
 * @throws Error naming the process that already runs.
 */
export async function takeOver(layout: Layout): Promise<ProcessRecord[]> {
  const records = readRecords(layout.run);
  const starter = records.find(record => record.name === 'start');
  if (starter && starter.pid !== process.pid && isRunning(starter))
    throw new Error(
      `The portal with data in ${layout.data} is already running (process ${starter.pid}). Stop it first, or use another folder with --data.`,
    );
  const leftovers = records.filter(
    record => record.name !== 'start' && isRunning(record),
  );
  await Promise.all(
    leftovers.map(record =>
      endProcess(
        record,
        record.name === 'postgres' ? { signal: 'SIGINT' } : {},
      ),
    ),
  );
  for (const record of records) removeRecord(layout.run, record.name);
  for (const file of fs.readdirSync(layout.run))
    if (!file.endsWith('.json'))
      fs.rmSync(path.join(layout.run, file), { recursive: true, force: true });
  return leftovers;
}
