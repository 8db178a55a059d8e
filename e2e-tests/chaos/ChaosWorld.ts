import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findFreePort } from '../../script/dev/ports.ts';
import { LifecycleClient } from '../src/LifecycleClient.ts';
import { BystanderLoad } from './BystanderLoad.ts';
import { buildBundles, type Bundles } from './buildBundles.ts';
import { ChaosDatabase } from './ChaosDatabase.ts';
import { KillableProcess } from './KillableProcess.ts';
import { Replica } from './Replica.ts';

/** The plugins that are changed. A third one is left alone, and must not notice. */
export const changedPlugins = ['alpha', 'beta'] as const;
export const bystander = 'bystander';

/** One environment with its control plane, its supervisors, and a load that must not be lost. */
export class ChaosWorld {
  readonly database: ChaosDatabase;
  readonly controlPlane: KillableProcess;
  readonly client: LifecycleClient;
  readonly url: string;
  readonly replicas: Replica[] = [];
  readonly loads: BystanderLoad[] = [];
  readonly directory: string;
  readonly #bundles: Bundles;

  private constructor(options: {
    database: ChaosDatabase;
    bundles: Bundles;
    directory: string;
    port: number;
    sceneshift: object;
  }) {
    const { database, bundles, directory, port, sceneshift } = options;
    this.database = database;
    this.directory = directory;
    this.#bundles = bundles;
    this.url = `http://127.0.0.1:${port}`;
    this.client = new LifecycleClient(this.url, 'ssk_test_admin');
    this.controlPlane = new KillableProcess({
      name: 'control plane',
      args: [bundles.controlPlane],
      cwd: directory,
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'development',
        NODE_COMPILE_CACHE: path.join(directory, 'compile-cache'),
        CHAOS_CONFIG: JSON.stringify(
          controlPlaneConfig(this.url, database, directory, sceneshift),
        ),
      },
      logFile: path.join(directory, 'logs/control-plane.log'),
      readyUrl: `${this.url}/.backstage/health/v1/readiness`,
    });
  }

  /** @param sceneshift - configuration besides the usual */
  static async start(
    postgresUrl: string,
    sceneshift: object = {},
  ): Promise<ChaosWorld> {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'chaos-'));
    fs.chmodSync(directory, 0o711);
    fs.mkdirSync(path.join(directory, 'logs'));
    const world = new ChaosWorld({
      database: new ChaosDatabase(postgresUrl),
      bundles: await buildBundles(),
      directory,
      port: await findFreePort(18_107),
      sceneshift,
    });
    try {
      await world.#begin();
    } catch (error) {
      await world.stop();
      throw error;
    }
    return world;
  }

  async #begin(): Promise<void> {
    await this.controlPlane.start();
    await this.addReplica('a');
    for (const pluginId of [bystander, ...changedPlugins])
      await this.#install(pluginId);
    const ping = `${this.url}/api/${bystander}`;
    this.loads.push(
      new BystanderLoad('portal', 'GET', `${ping}/ping`, 20),
      new BystanderLoad('portal', 'POST', `${ping}/echo`, 5),
    );
  }

  /** Brings one more supervisor into the environment. */
  async addReplica(id: string): Promise<void> {
    this.replicas.push(await this.startReplica(id));
  }

  /** @param directory - the name of its data directory; another one under the id of a supervisor that lives is none */
  async startReplica(id: string, directory = `r${id}`): Promise<Replica> {
    const replica = new Replica({
      id,
      bundle: this.#bundles.supervisor,
      data: path.join(this.directory, directory),
      port: await findFreePort(18_300),
      controlPlaneUrl: this.url,
      logs: path.join(this.directory, 'logs'),
    });
    await replica.process.start();
    return replica;
  }

  /** A load that goes past the control plane: hosts serve whether it lives or not. */
  loadFront(replica: Replica): void {
    const url = `${replica.url}/api/${bystander}/ping`;
    this.loads.push(new BystanderLoad(replica.process.name, 'GET', url, 10));
  }

  get processes(): KillableProcess[] {
    return [this.controlPlane, ...this.replicas.map(({ process: p }) => p)];
  }

  async stop(): Promise<void> {
    for (const load of this.loads) load.stop();
    for (const replica of this.replicas) await replica.process.retire();
    await this.controlPlane.retire();
    for (const pid of this.replicas.flatMap(replica => replica.hostPids()))
      process.kill(pid, 'SIGKILL');
    await this.database.drop();
  }

  async #install(pluginId: string): Promise<void> {
    const { rollout } = await this.client.change({
      action: 'install',
      pluginId,
      packages: packagesOf(pluginId, '1.0.0'),
    });
    if (rollout.state !== 'serving')
      throw new Error(`${pluginId}: ${JSON.stringify(rollout)}`);
  }
}

/** What has to be named so that a plugin comes in one version. */
export function packagesOf(
  pluginId: string,
  version: string,
): Record<string, string> {
  return {
    [`@chaos/${pluginId}-backend`]: version,
    ...(pluginId === 'alpha' ? { '@chaos/alpha': version } : {}),
  };
}

function controlPlaneConfig(
  url: string,
  database: ChaosDatabase,
  directory: string,
  sceneshift: object,
) {
  return {
    app: { title: 'Chaos', baseUrl: url },
    organization: { name: 'Chaos' },
    backend: {
      baseUrl: url,
      listen: { host: '127.0.0.1', port: Number(new URL(url).port) },
      database: {
        client: 'pg',
        prefix: database.prefix,
        connection: database.connection,
      },
    },
    chaos: { lifecycleDatabase: database.lifecycleUrl },
    sceneshift: {
      environment: 'development',
      organizations: [{ id: 'demo', members: [] }],
      environments: [
        {
          name: 'development',
          organization: 'demo',
          backstageRelease: '1.55.0',
          policy: {
            probationMs: 1_200,
            drainTimeoutMs: 2_000,
            canaryMs: 300,
          },
        },
      ],
      secrets: { encryptionKey: 'chaos-chaos-chaos-chaos-chaos-chaos' },
      artifacts: { directory: path.join(directory, 'artifacts') },
      remotes: { directory: path.join(directory, 'remotes') },
      ...sceneshift,
    },
  };
}
