import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  HostedEnvironment,
  HostedPluginRoute,
  HostedPluginsService,
} from '@sceneshift/backstage-plugin-lifecycle-node';
import type { Knex } from 'knex';
import type { HostPublicKey } from '../database/HostCredentialsStore';
import type { Stores } from '../database/Stores';
import type {
  EnvironmentRecord,
  ReplicaRecord,
} from '../domain/EnvironmentRecord';
import { coalesce } from '../domain/coalesce';
import { backendPlugins } from '../domain/GenerationContent';

/** Keeps the proxy's table of hosted plugins equal to the database. */
export class HostedPluginsFeeder {
  /** Reads the table anew. */
  readonly refresh = coalesce(() => this.read());

  constructor(
    private readonly deps: {
      db: Knex;
      stores: Stores;
      hostedPlugins: HostedPluginsService;
      currentEnvironment: string;
      replicaTimeoutMs: number;
      logger: LoggerService;
    },
  ) {}

  private async read(): Promise<void> {
    const { db, stores, hostedPlugins, currentEnvironment } = this.deps;
    const keys = await stores.hostCredentials.publicKeys(db);
    const environments: Record<string, HostedEnvironment> = {};
    for (const environment of await stores.environments.listAll(db)) {
      environments[environment.name] = await this.describe(environment, keys);
    }
    hostedPlugins.update({ currentEnvironment, environments });
  }

  private async describe(
    environment: EnvironmentRecord,
    keys: HostPublicKey[],
  ): Promise<HostedEnvironment> {
    const { db, stores } = this.deps;
    const replicas = await stores.replicas.list(db, environment.id);
    const enabled = await this.pluginIds(environment);
    const plugins = [...enabled].map(([pluginId, isEnabled]) => [
      pluginId,
      {
        addresses: isEnabled ? this.addressesOf(pluginId, replicas) : [],
        signingKey: keyOf(environment, pluginId, keys),
      } satisfies HostedPluginRoute,
    ]);
    return {
      requestTimeoutMs: environment.policy.requestTimeoutMs,
      plugins: Object.fromEntries(plugins),
    };
  }

  /**
   * What serves, and what is about to, with whether it is enabled: a host that starts for the first time may already call
   * others with its own tokens.
   */
  private async pluginIds(
    environment: EnvironmentRecord,
  ): Promise<Map<string, boolean>> {
    const { db, stores } = this.deps;
    const { servingGeneration, desiredGeneration } = environment;
    const ids = new Map<string, boolean>();
    for (const number of [desiredGeneration, servingGeneration]) {
      const content = await stores.generations.content(db, environment, number);
      for (const { pluginId, enabled } of backendPlugins(content)) {
        ids.set(pluginId, enabled);
      }
    }
    return ids;
  }

  /** Supervisors that serve the plugin; while none reports so, all live ones: their front knows better than our last report. */
  private addressesOf(pluginId: string, replicas: ReplicaRecord[]): string[] {
    const oldest = Date.now() - this.deps.replicaTimeoutMs;
    const live = replicas.filter(
      ({ lastSeenAt }) => lastSeenAt.getTime() >= oldest,
    );
    const known = live.length ? live : replicas;
    const serving = known.filter(({ hosts }) =>
      hosts.some(
        host => host.pluginId === pluginId && host.state === 'serving',
      ),
    );
    return (serving.length ? serving : known).map(({ address }) => address);
  }
}

function keyOf(
  environment: EnvironmentRecord,
  pluginId: string,
  keys: HostPublicKey[],
): HostedPluginRoute['signingKey'] {
  const key = keys.find(
    candidate =>
      candidate.environmentId === environment.id &&
      candidate.pluginId === pluginId,
  );
  return key && { keyId: key.keyId, publicKey: key.publicKey };
}
