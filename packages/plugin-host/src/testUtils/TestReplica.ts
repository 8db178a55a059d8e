import type {
  DesiredHost,
  HostPolicy,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { TestArtifact } from './buildArtifact';
import { desiredHost, desiredState } from './desiredState';
import { FakeControlPlane } from './FakeControlPlane';
import { PluginDatabase } from './PluginDatabase';
import { buildBundles, TestSupervisor } from './TestSupervisor';

/** A supervisor with its control plane and the databases of its plugins: all that a test of the data plane needs. */
export class TestReplica {
  readonly controlPlane = new FakeControlPlane();
  readonly #databases = new Map<string, PluginDatabase>();
  #supervisor: TestSupervisor | undefined;
  #generation = 0;

  get supervisor(): TestSupervisor {
    if (!this.#supervisor) throw new Error('Not started');
    return this.#supervisor;
  }

  async start(
    args: string[] = [],
    extra: {
      env?: NodeJS.ProcessEnv;
      prepare?: (data: string) => () => void;
    } = {},
  ): Promise<void> {
    buildBundles();
    await this.controlPlane.start();
    this.#supervisor = new TestSupervisor(this.controlPlane, {
      args,
      ...extra,
    });
    await this.#supervisor.start();
  }

  async destroy(): Promise<void> {
    await this.#supervisor?.destroy();
    await this.controlPlane.stop();
    for (const database of this.#databases.values()) await database.drop();
  }

  /** Asks for these plugins and waits for nothing. Returns the name of the rollout. */
  async rollOut(
    artifacts: TestArtifact[],
    options: {
      policy?: Partial<HostPolicy>;
      /** Configuration of the first plugin: a change of it replaces that one's host and no other. */
      config?: Record<string, unknown>;
      /** Outside a rollout: what a replica sees that was away. */
      withoutRollout?: boolean;
    } = {},
  ): Promise<string> {
    this.#generation += 1;
    const rolloutId = `rollout-${this.#generation}`;
    const hosts: DesiredHost[] = [];
    for (const artifact of artifacts) this.controlPlane.publish(artifact);
    for (const [pluginId, packages] of byPlugin(artifacts)) {
      const { connection } = await this.#database(pluginId);
      const config = hosts.length ? undefined : options.config;
      hosts.push(desiredHost(packages, connection, config));
    }
    this.controlPlane.setDesired(
      desiredState({
        generation: this.#generation,
        hosts,
        policy: options.policy,
        ...(options.withoutRollout ? {} : { rolloutId }),
      }),
    );
    return rolloutId;
  }

  /** Asks for these plugins and waits until they serve. */
  async serve(
    artifacts: TestArtifact[],
    options: Parameters<TestReplica['rollOut']>[1] = {},
  ): Promise<void> {
    const rolloutId = await this.rollOut(artifacts, options);
    await this.controlPlane.rolloutState(rolloutId, 'serving');
  }

  /** Password of a plugin's database. */
  password(pluginId: string): string {
    return this.#databases.get(pluginId)?.connection.password ?? '';
  }

  async get<T = { version: string; pid: number }>(
    path: string,
    init?: RequestInit,
  ): Promise<{ status: number; body: T; headers: Headers }> {
    const response = await fetch(`${this.supervisor.url}${path}`, init);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text.startsWith('{') ? JSON.parse(text) : text) as T,
    };
  }

  async #database(pluginId: string): Promise<PluginDatabase> {
    const existing = this.#databases.get(pluginId);
    if (existing) return existing;
    const created = await PluginDatabase.create();
    this.#databases.set(pluginId, created);
    return created;
  }
}

/** Modules join the host of their plugin. */
function byPlugin(artifacts: TestArtifact[]): Map<string, TestArtifact[]> {
  const plugins = new Map<string, TestArtifact[]>();
  for (const artifact of artifacts) {
    const { pluginId } = artifact.manifest;
    plugins.set(pluginId, [...(plugins.get(pluginId) ?? []), artifact]);
  }
  return plugins;
}
