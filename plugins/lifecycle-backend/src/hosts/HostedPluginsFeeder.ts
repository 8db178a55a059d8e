import type { LoggerService } from '@backstage/backend-plugin-api';
import { MAX_REQUESTS_IN_FLIGHT } from '@sceneshift/backstage-platform-common';
import type {
  HostedEnvironment,
  HostedPluginRoute,
  HostedPluginsService,
} from '@sceneshift/backstage-plugin-lifecycle-node';
import type { Knex } from 'knex';
import type { DatabaseAddress } from '../config/databaseAddress';
import type { HostPublicKey } from '../database/HostCredentialsStore';
import type { Stores } from '../database/Stores';
import type {
  EnvironmentRecord,
  ReplicaRecord,
} from '../domain/EnvironmentRecord';
import { coalesce } from '../domain/coalesce';
import { RightHostsFinder } from './RightHostsFinder';
import { servedBy, servingAddresses } from './servingAddresses';
import { hostsAreStopped } from '../pause/hostsAreStopped';

/** Keeps the proxy's table of hosted plugins equal to the database. */
export class HostedPluginsFeeder {
  /** Reads the table anew. */
  readonly refresh = coalesce(() => this.read());
  private readonly rightHosts: RightHostsFinder;

  constructor(
    private readonly deps: {
      db: Knex;
      stores: Stores;
      hostedPlugins: HostedPluginsService;
      currentEnvironment: string;
      replicaTimeoutMs: number;
      database: DatabaseAddress;
      logger: LoggerService;
    },
  ) {
    this.rightHosts = new RightHostsFinder(deps);
  }

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
    const own = keys.filter(key => key.environmentId === environment.id);
    const known = await stores.replicas.list(db, environment.id);
    const live = this.liveOf(known);
    // After a pause of our own none has reported yet: then all that are known.
    const replicas = live.length ? live : known;
    const right = await this.rightHosts.find(environment, own);
    const held = await this.heldPlugins(environment);
    const plugins = right.map(({ enabled, expected, ...hosts }) => [
      hosts.pluginId,
      {
        addresses: enabled ? servingAddresses(hosts, replicas) : [],
        signingKey: keyOf(hosts.pluginId, own),
        held: held(hosts.pluginId),
        health:
          expected && !hostsAreStopped(environment)
            ? healthOf(hosts.pluginId, live)
            : undefined,
      } satisfies HostedPluginRoute,
    ]);
    const { requestTimeoutMs, maxRequestsInFlight } = environment.policy;
    return {
      requestTimeoutMs,
      // The policy of an environment that is configured no more may be older than the limit.
      maxRequestsInFlight: maxRequestsInFlight ?? MAX_REQUESTS_IN_FLIGHT,
      plugins: Object.fromEntries(plugins),
    };
  }

  private async heldPlugins(
    environment: EnvironmentRecord,
  ): Promise<(pluginId: string) => HostedPluginRoute['held']> {
    if (hostsAreStopped(environment)) return () => 'paused';
    const { db, stores } = this.deps;
    const ids = await stores.databases.heldPlugins(db, environment.id);
    return pluginId => (ids.includes(pluginId) ? 'maintenance' : undefined);
  }

  private liveOf(replicas: ReplicaRecord[]): ReplicaRecord[] {
    const oldest = Date.now() - this.deps.replicaTimeoutMs;
    return replicas.filter(({ lastSeenAt }) => lastSeenAt.getTime() >= oldest);
  }
}

function healthOf(
  pluginId: string,
  live: ReplicaRecord[],
): HostedPluginRoute['health'] {
  return live.some(replica => servedBy(replica, pluginId))
    ? 'serving'
    : 'unavailable';
}

function keyOf(
  pluginId: string,
  keys: HostPublicKey[],
): HostedPluginRoute['signingKey'] {
  const key = keys.find(candidate => candidate.pluginId === pluginId);
  return key && { keyId: key.keyId, publicKey: key.publicKey };
}
