import type { AddressInfo } from 'node:net';
import {
  prepareHostRuntime,
  type HostRuntimeSource,
} from '../runtime/prepareHostRuntime';
import { ArtifactStore } from './ArtifactStore';
import { ControlPlaneClient } from './ControlPlaneClient';
import { DataDirectory } from './DataDirectory';
import { DesiredStateLoop } from './DesiredStateLoop';
import { failpoint } from './failpoint';
import { Front } from './front/Front';
import { HostStarter } from './HostStarter';
import { assignHostUser, readHostUserPolicy } from './hostUsers';
import { HostYard } from './HostYard';
import type { CommandLine } from './options';
import { ProcessHostLauncher } from './ProcessHostLauncher';
import { Semaphore } from './Semaphore';
import { StateFile } from './StateFile';
import { StatusReporter } from './StatusReporter';
import { Supervisor } from './Supervisor';
import { createSupervisorLog, type SupervisorLog } from './SupervisorLog';

const PARALLEL_BOOTS = 2;
const HOLD_MS = 5_000;
const ORPHAN_TIMEOUT_MS = 10 * 60_000;
const DEFAULT_REQUEST_TIMEOUT_MS = 60_000;
const MIB = 1024 * 1024;

/** A supervisor with all its parts: wiring, start and stop. */
export class RunningSupervisor {
  private constructor(
    private readonly parts: {
      supervisor: Supervisor;
      front: Front;
      loop: DesiredStateLoop;
      reporter: StatusReporter;
      data: DataDirectory;
      keepHosts: boolean;
    },
  ) {}

  static async start(
    commandLine: CommandLine,
    source: HostRuntimeSource,
  ): Promise<RunningSupervisor> {
    const log = createSupervisorLog();
    const data = new DataDirectory(commandLine.data);
    data.lock();
    const isRoot = process.getuid?.() === 0;
    const users = readHostUserPolicy(commandLine.hostUser, isRoot);
    if (users.kind !== 'same') data.assertTraversable();

    const stateFile = new StateFile(data.state, commandLine.environment);
    const { state } = stateFile;
    const client = new ControlPlaneClient(commandLine);
    let requestTimeoutMs = DEFAULT_REQUEST_TIMEOUT_MS;
    const front: Front = new Front({
      holdMs: HOLD_MS,
      requestTimeoutMs: () => requestTimeoutMs,
      health: () => supervisor.health(),
    });
    const runtime = prepareHostRuntime(data.runtimes, source);
    const yard = new HostYard({
      runtime,
      runtimesDirectory: data.runtimes,
      socketsDirectory: data.sockets,
    });
    const artifacts = new ArtifactStore({
      directory: data.artifacts,
      known: state.artifacts,
      onChanged: () => stateFile.save(),
      download: (path, signal) => client.download(path, signal),
      now: () => new Date(),
      log: message => log.warn(message),
    });
    const starter = new HostStarter({
      artifacts,
      yard,
      launcher: new ProcessHostLauncher({
        onSpawned: record => {
          state.hosts[record.hostId] = record;
          stateFile.save();
          failpoint('supervisor.host.spawned');
        },
      }),
      boots: new Semaphore(PARALLEL_BOOTS),
      controlPlaneUrl: commandLine.url,
      orphanTimeoutMs: ORPHAN_TIMEOUT_MS,
      userOf: pluginId => assignHostUser(users, state.users, pluginId),
      onEnded: hostId => supervisor.ended(hostId),
    });
    const { host, port } = commandLine.listen;
    const listening = await front.listen(host, port);
    const supervisor = new Supervisor({
      address: commandLine.address ?? addressOf(listening),
      backstageRelease: BACKSTAGE_RELEASE,
      stateFile,
      artifacts,
      artifactBudgetBytes: commandLine.diskBudgetMb * MIB,
      yard,
      starter,
      front,
      log,
      onChanged: () => reporter.changed(),
    });
    const reporter = new StatusReporter({
      status: () => supervisor.status(),
      send: status => client.report(status, new AbortController().signal),
      log: message => log.warn(message),
    });
    const loop = new DesiredStateLoop({
      pull: (revision, signal) => client.desired(revision, signal),
      onDesired: desired => {
        requestTimeoutMs = desired.policy.requestTimeoutMs;
        supervisor.setDesired(desired);
      },
      log,
    });
    supervisor.restore();
    reporter.start();
    void loop.run();
    announce(log, listening, runtime.created);
    return new RunningSupervisor({
      supervisor,
      front,
      loop,
      reporter,
      data,
      keepHosts: commandLine.keepHostsOnExit,
    });
  }

  async stop(): Promise<void> {
    const { supervisor, front, loop, reporter, data, keepHosts } = this.parts;
    loop.stop();
    reporter.stop();
    await supervisor.stop(keepHosts);
    front.close();
    data.unlock();
  }
}

/** Set by the build to the release that this host runtime was built from. */
declare const BACKSTAGE_RELEASE: string;

function addressOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

function announce(
  log: SupervisorLog,
  { address, port }: AddressInfo,
  created: boolean,
): void {
  log.info('The supervisor listens', {
    address,
    port,
    runtimeCreated: created,
  });
}
