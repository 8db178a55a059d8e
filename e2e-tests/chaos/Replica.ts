import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { KillableProcess } from './KillableProcess.ts';

/** The part of a supervisor's memory that a look from outside needs. */
interface StateOnDisk {
  slots: Record<string, { hostId?: string; warmHostId?: string }>;
  hosts: Record<
    string,
    { hostId: string; pluginId: string; directory: string; process: Pid }
  >;
}

interface Pid {
  pid: number;
}

/** A supervisor with its data directory, seen from outside. */
export class Replica {
  readonly id: string;
  readonly data: string;
  readonly url: string;
  readonly logFile: string;
  readonly process: KillableProcess;

  constructor(options: {
    id: string;
    bundle: string;
    data: string;
    port: number;
    controlPlaneUrl: string;
    logs: string;
  }) {
    const { id, data, port } = options;
    this.id = id;
    this.data = data;
    this.url = `http://127.0.0.1:${port}`;
    this.logFile = path.join(
      options.logs,
      `supervisor-${path.basename(data)}.log`,
    );
    fs.mkdirSync(data, { recursive: true, mode: 0o755 });
    const keyFile = `${data}.key`;
    fs.writeFileSync(keyFile, 'ssk_test_environment:development:host', {
      mode: 0o600,
    });
    this.process = new KillableProcess({
      name: `supervisor ${id}`,
      cwd: data,
      env: { PATH: process.env.PATH },
      logFile: this.logFile,
      readyUrl: `${this.url}/healthcheck`,
      args: [
        options.bundle,
        ...['--url', options.controlPlaneUrl],
        ...['--environment', 'development'],
        ...['--key-file', keyFile],
        ...['--data', data],
        ...['--listen', `127.0.0.1:${port}`],
        ...['--replica-id', id],
        ...['--audit-interval-s', '1'],
        // Next to nothing: a version that comes back is fetched again.
        ...['--disk-budget-mb', '0.001'],
      ],
    });
  }

  /** Undefined while there is none: before the first, and between two. */
  get state(): StateOnDisk | undefined {
    const file = path.join(this.data, 'state.json');
    try {
      return JSON.parse(fs.readFileSync(file, 'utf8')) as StateOnDisk;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** The process that serves a plugin here. */
  hostOf(pluginId: string) {
    const { slots, hosts } = this.state ?? { slots: {}, hosts: {} };
    const hostId = slots[pluginId]?.hostId;
    return hostId ? hosts[hostId] : undefined;
  }

  /** Every process that runs a host of this data directory, whether or not anybody knows it. */
  hostPids(): number[] {
    const runtime = path.join(this.data, 'runtime');
    return execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
      .split('\n')
      .filter(line => line.includes(runtime) && line.includes('host.cjs.js'))
      .map(line => Number(line.trim().split(' ')[0]));
  }

  /** Names of directories below the data directory that belong to one start of a host each. */
  hostDirectories(): string[] {
    const runtimes = path.join(this.data, 'runtime');
    return fs
      .readdirSync(runtimes)
      .map(name => path.join(runtimes, name, 'host/hosts'))
      .filter(directory => fs.existsSync(directory))
      .flatMap(directory => fs.readdirSync(directory));
  }

  socketDirectories(): string[] {
    return fs.readdirSync(path.join(this.data, 'sockets'));
  }

  /** What was being made when somebody died: it must not stay. */
  halfMade(): string[] {
    return [this.data, path.join(this.data, 'artifacts')]
      .filter(directory => fs.existsSync(directory))
      .flatMap(directory => fs.readdirSync(directory))
      .filter(name => /tmp/.test(name));
  }
}
