import type { AddressInfo } from 'node:net';
import {
  prepareHostRuntime,
  type HostRuntimeSource,
} from '../runtime/prepareHostRuntime';
import { provideNode } from '../runtime/provideNode';
import { ArtifactStore } from './ArtifactStore';
import { ControlPlaneClient } from './ControlPlaneClient';
import { DataDirectory } from './DataDirectory';
import { DesiredStateLoop } from './DesiredStateLoop';
import { Front } from './front/Front';
import { beginIncarnation } from './Incarnation';
import { HostLedger } from './HostLedger';
import { HostStarter } from './HostStarter';
import {
  assignHostUser,
  readHostUserPolicy,
  type HostUserPolicy,
} from './hostUsers';
import { HostYard } from './HostYard';
import { chooseResourceLimits } from './limits/chooseResourceLimits';
import type { ResourceLimits } from './limits/ResourceLimits';
import type { CommandLine } from './options';
import { ProcessHostLauncher } from './ProcessHostLauncher';
import { Semaphore } from './Semaphore';
import { StateFile } from './StateFile';
import { StatusReporter } from './StatusReporter';
import { Supervisor } from './Supervisor';
import type { SupervisorState } from './SupervisorState';
import { createSupervisorLog } from './SupervisorLog';

const PARALLEL_BOOTS = 2;
/** A start takes two or three seconds; one that hangs costs no CPU, and others must be back within 15 seconds. */
const BOOT_PATIENCE_MS = 10_000;
const MIB = 1024 * 1024;

/** Set by the build: the release whose libraries the host supplies. */
declare const BACKSTAGE_RELEASE: string;

/** A supervisor with all its parts: wiring, start and stop. */
export class RunningSupervisor {
  readonly #log = createSupervisorLog();
  readonly #front = new Front({ log: this.#log });
  readonly #data: DataDirectory;
  #loop: DesiredStateLoop | undefined;
  #reporter: StatusReporter | undefined;
  #supervisor: Supervisor | undefined;

  constructor(
    private readonly commandLine: CommandLine,
    private readonly source: HostRuntimeSource,
  ) {
    this.#data = new DataDirectory(commandLine.data);
  }

  async start(): Promise<void> {
    const { host, port } = this.commandLine.listen;
    this.#data.lock();
    const client = this.#createClient();
    const listening = await this.#front.listen(host, port);
    // From here to the adoption of hosts in one turn of the event loop: what is asked meanwhile waits to be accepted.
    const supervisor = this.#createSupervisor(client, addressOf(listening));
    const reporter = new StatusReporter({
      status: () => supervisor.status(),
      send: status => client.report(status),
      log: this.#log,
    });
    const loop = new DesiredStateLoop({
      pull: (revision, signal) => client.desired(revision, signal),
      onDesired: desired => supervisor.setDesired(desired),
      log: this.#log,
    });
    this.#front.begin(() => supervisor.health());
    supervisor.onChanged(() => reporter.changed());
    supervisor.restore();
    reporter.start();
    void loop.run();
    this.#supervisor = supervisor;
    this.#reporter = reporter;
    this.#loop = loop;
    this.#log.info('The supervisor listens', { ...listening });
  }

  async stop(): Promise<void> {
    this.#loop?.stop();
    this.#reporter?.stop();
    await this.#supervisor?.stop(this.commandLine.keepHostsOnExit);
    this.#front.close();
    this.#data.unlock();
  }

  #createClient(): ControlPlaneClient {
    const incarnation = beginIncarnation(this.#data.incarnation, {
      now: Date.now(),
      log: this.#log,
    });
    return new ControlPlaneClient({ ...this.commandLine, incarnation });
  }

  #createSupervisor(client: ControlPlaneClient, address: string): Supervisor {
    const { commandLine } = this;
    const stateFile = new StateFile(
      this.#data.state,
      commandLine.environment,
      this.#log,
    );
    const limits = chooseResourceLimits({
      cgroup: commandLine.cgroup,
      nodePath: process.execPath,
      log: this.#log,
    });
    const yard = this.#createYard(limits);
    const ledger = new HostLedger(stateFile, yard);
    const artifacts = this.#createArtifactStore(client, stateFile);
    return new Supervisor({
      address: commandLine.address ?? address,
      backstageRelease: BACKSTAGE_RELEASE,
      stateFile,
      artifacts,
      artifactBudgetBytes: commandLine.diskBudgetMb * MIB,
      auditIntervalMs: commandLine.auditIntervalS * 1000,
      yard,
      limits,
      ledger,
      starter: this.#createStarter({
        state: stateFile.state,
        yard,
        limits,
        ledger,
        artifacts,
      }),
      front: this.#front,
      log: this.#log,
    });
  }

  #createYard(limits: ResourceLimits): HostYard {
    const { runtimes, sockets } = this.#data;
    return new HostYard({
      runtime: prepareHostRuntime(runtimes, this.source),
      runtimesDirectory: runtimes,
      socketsDirectory: sockets,
      limits,
    });
  }

  /** Hosts of another user may not be able to reach the Node that the supervisor itself runs with. */
  #nodePath(users: HostUserPolicy['kind']): string {
    return users === 'same' ? process.execPath : provideNode(this.#data.node);
  }

  #createArtifactStore(
    client: ControlPlaneClient,
    stateFile: StateFile,
  ): ArtifactStore {
    return new ArtifactStore({
      directory: this.#data.artifacts,
      known: stateFile.state.artifacts,
      onChanged: () => stateFile.keep(),
      download: (path, signal) => client.download(path, signal),
      now: () => new Date(),
      log: this.#log,
    });
  }

  #createStarter(parts: {
    state: SupervisorState;
    yard: HostYard;
    limits: ResourceLimits;
    ledger: HostLedger;
    artifacts: ArtifactStore;
  }): HostStarter {
    const { state, limits, ledger, ...others } = parts;
    const { url, hostUser, orphanTimeoutS } = this.commandLine;
    const users = readHostUserPolicy(hostUser, process.getuid?.() === 0);
    if (users.kind !== 'same') this.#data.assertTraversable();
    return new HostStarter({
      ...others,
      ledger,
      launcher: new ProcessHostLauncher({
        ledger,
        limits,
        nodePath: this.#nodePath(users.kind),
      }),
      boots: new Semaphore(PARALLEL_BOOTS, BOOT_PATIENCE_MS),
      controlPlaneUrl: url,
      orphanTimeoutMs: orphanTimeoutS * 1000,
      userOf: pluginId => assignHostUser(users, state.users, pluginId),
    });
  }
}

function addressOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
