import fs from 'node:fs';
import path from 'node:path';

/** A host of a portal, as its supervisor has recorded it. */
export interface RunningHost {
  pluginId: string;
  pid: number;
  socket: string;
  /** What a change goes back to. */
  isWarm: boolean;
}

interface SupervisorState {
  slots: Record<string, { warmHostId?: string }>;
  hosts: Record<
    string,
    { hostId: string; pluginId: string; process: { pid: number } }
  >;
}

/** The hosts that run below a data folder. */
export function runningHosts(data: string): RunningHost[] {
  const hosts = path.join(data, 'hosts');
  const state = JSON.parse(
    fs.readFileSync(path.join(hosts, 'state.json'), 'utf8'),
  ) as SupervisorState;
  return Object.values(state.hosts).map(({ hostId, pluginId, process }) => ({
    pluginId,
    pid: process.pid,
    socket: path.join(hosts, 'sockets', hostId, 'host'),
    isWarm: state.slots[pluginId]?.warmHostId === hostId,
  }));
}

/** Megabytes: resident, and with what is shared between processes divided by how many share it. */
export function memoryOf(pid: number): { rss: number; pss: number } {
  const text = fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const megabytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]) / 1024;
  return { rss: megabytes('Rss'), pss: megabytes('Pss') };
}

/** How long hosts took from their start until their backend had started, from the supervisor's log. */
export function hostBootsMs(data: string): number[] {
  const log = fs.readFileSync(path.join(data, 'logs/supervisor.log'), 'utf8');
  const boots: number[] = [];
  let startedAt: number | undefined;
  for (const line of log.split('\n')) {
    if (!line.includes('"message":"Rollout"')) continue;
    const { state, timestamp } = JSON.parse(line) as {
      state: string;
      timestamp: string;
    };
    if (state === 'starting') startedAt = Date.parse(timestamp);
    if (state === 'checking' && startedAt !== undefined)
      boots.push(Date.parse(timestamp) - startedAt);
    if (state !== 'starting') startedAt = undefined;
  }
  return boots;
}
