import type { ReplicaRecord } from '../domain/EnvironmentRecord';

/** What is right to serve for a plugin at this moment. */
export interface RightHosts {
  pluginId: string;
  /** Digests of the hosts that are desired. While a rollout goes from supervisor to supervisor, two are. */
  digests: ReadonlySet<string>;
  /** Generations that supervisors may serve while no desired host does, because they are on their way. */
  generations: ReadonlySet<number>;
}

/**
 * The supervisors that get a plugin's requests: those that report its desired host as serving. A supervisor that was away and
 * still serves an earlier version gets none until it has caught up.
 *
 * While there is none (a secret was changed, a generation was taken back), those of the present generation do, as they lose their
 * host only to the next one. While there is none of these either, those that serve nothing of the plugin yet: their front knows
 * better than our last report, and holds requests.
 */
export function servingAddresses(
  { pluginId, digests, generations }: RightHosts,
  replicas: ReplicaRecord[],
): string[] {
  const serving = replicas.filter(replica => servedBy(replica, pluginId));
  const right = serving.filter(replica =>
    digests.has(servedBy(replica, pluginId)!.specDigest),
  );
  const present = serving.filter(({ generation }) =>
    generations.has(generation),
  );
  const silent = replicas.filter(replica => !serving.includes(replica));
  const best = [right, present, silent].find(({ length }) => length) ?? [];
  return best.map(({ address }) => address);
}

/** While hosts are exchanged a plugin has two: one of them serves. */
export function servedBy({ hosts }: ReplicaRecord, pluginId: string) {
  return hosts.find(
    host => host.pluginId === pluginId && host.state === 'serving',
  );
}
