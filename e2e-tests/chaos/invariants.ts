import fs from 'node:fs';
import path from 'node:path';
import type { EnvironmentAnswer } from '../src/LifecycleClient.ts';
import type { ChaosWorld } from './ChaosWorld.ts';
import type { Replica } from './Replica.ts';

/** Something that must hold after every kill. */
export interface Invariant {
  /** As in docs/design/rollout.md. */
  name: string;
  /** Resolves with what is wrong, or with nothing. */
  check(world: ChaosWorld): Promise<string | undefined>;
}

const versionsOf = ({ plugins }: EnvironmentAnswer) =>
  plugins.flatMap(({ pluginId, enabled, packages }) => {
    const backend = packages.find(({ name }) => name.endsWith('-backend'));
    return enabled && backend ? [[pluginId, backend.version] as const] : [];
  });

/** What has to be so before anybody can say that the environment has recovered. */
export const serving: Invariant[] = [
  {
    name: 'no stuck rollout',
    async check({ client }) {
      const { activeRolloutId } = await client.environment();
      return activeRolloutId && `rollout ${activeRolloutId} has not ended`;
    },
  },
  {
    name: 'three equal pointers',
    async check({ database }) {
      const [row] = await database.query<Record<string, number>>(
        'SELECT desired_generation d, remotes_generation r, serving_generation s FROM environments',
      );
      return row && row.d === row.r && row.d === row.s
        ? undefined
        : `the pointers are ${JSON.stringify(row)}`;
    },
  },
  {
    name: 'converged to the desired generation',
    async check({ client, replicas }) {
      const environment = await client.environment();
      const known = environment.replicas.filter(({ alive }) => alive);
      const wrong = known.filter(
        ({ generation }) => generation !== environment.servingGeneration,
      );
      if (known.length !== replicas.length)
        return `${known.length} of ${replicas.length} supervisors are known`;
      return wrong.length
        ? `${environment.servingGeneration} serves, but ${JSON.stringify(
            wrong,
          )}`
        : undefined;
    },
  },
  {
    name: 'every plugin answers in the version of that generation',
    async check({ client, replicas, url }) {
      const versions = versionsOf(await client.environment());
      for (const base of [url, ...replicas.map(replica => replica.url)])
        for (const [pluginId, version] of versions) {
          const response = await fetch(`${base}/api/${pluginId}/`, {
            signal: AbortSignal.timeout(5_000),
          });
          const body = await response.text();
          if (!response.ok || JSON.parse(body).version !== version)
            return `${pluginId} at ${base} answers ${response.status} ${body}, not ${version}`;
        }
      return undefined;
    },
  },
];

const sameNames = (left: string[], right: string[]) =>
  [...left].sort().join() === [...right].sort().join();

/** Finds the first fault of any replica. */
const everyReplica =
  (check: (replica: Replica, plugins: string[]) => string | undefined) =>
  async ({ client, replicas }: ChaosWorld) => {
    const plugins = versionsOf(await client.environment()).map(([id]) => id);
    return replicas
      .map(replica => {
        const fault = check(replica, plugins);
        return fault && `${replica.id}: ${fault}`;
      })
      .find(fault => fault !== undefined);
  };

/** What has to be so once probation is over and everything replaced has ended. */
export const calm: Invariant[] = [
  {
    name: 'one host per plugin, no orphan',
    check: everyReplica((replica, plugins) => {
      const hosts = Object.values(replica.state?.hosts ?? {});
      const running = replica.hostPids();
      if (
        !sameNames(
          hosts.map(host => host.pluginId),
          plugins,
        )
      )
        return `hosts of ${hosts.map(host => host.pluginId)}, not ${plugins}`;
      return sameNames(
        running.map(String),
        hosts.map(host => String(host.process.pid)),
      )
        ? undefined
        : `${running} run, ${hosts.map(host => host.process.pid)} are known`;
    }),
  },
  {
    name: 'no half directory',
    check: everyReplica(replica => {
      const ids = Object.keys(replica.state?.hosts ?? {});
      if (replica.halfMade().length) return `${replica.halfMade()} are left`;
      return sameNames(replica.hostDirectories(), ids) &&
        sameNames(replica.socketDirectories(), ids)
        ? undefined
        : `directories ${replica.hostDirectories()} and sockets ${replica.socketDirectories()} of hosts ${ids}`;
    }),
  },
  {
    name: 'no half frontend under a final name',
    async check({ directory }) {
      const remotes = path.join(directory, 'remotes');
      const sets = fs.existsSync(remotes) ? fs.readdirSync(remotes) : [];
      const broken = sets
        .filter(name => !name.startsWith('.'))
        .find(
          name => !fs.existsSync(path.join(remotes, name, 'artifact.json')),
        );
      return broken && `${broken} is not whole`;
    },
  },
  {
    name: "no database on nobody's record",
    async check({ database }) {
      const rows = await database.query<{ datname: string }>(
        `SELECT datname FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba
         WHERE r.rolname IN (SELECT role_name FROM host_credentials)
           AND datname NOT IN (
             SELECT database_name FROM host_credentials UNION SELECT database_name FROM plugin_databases)`,
      );
      return rows.length
        ? `${rows.map(({ datname }) => datname)} is on no record`
        : undefined;
    },
  },
  {
    name: 'one audit chain',
    async check({ url }) {
      const response = await fetch(`${url}/api/chaos/audit`);
      const answer = (await response.json()) as { ok: boolean };
      return answer.ok ? undefined : JSON.stringify(answer);
    },
  },
  {
    name: 'every event is handed on',
    async check({ database }) {
      const [row] = await database.query<{ count: string }>(
        'SELECT count(*) FROM outbox_events WHERE published_at IS NULL',
      );
      return row?.count === '0' ? undefined : `${row?.count} events wait`;
    },
  },
];
