import type { ReplicaRecord } from '../domain/EnvironmentRecord';

/**
 * The replica to release next: of those that are alive and were not told yet, the one whose id is the smallest, compared byte by
 * byte. The first of all is the canary. Every process comes to the same answer; who joins late takes the place of its id.
 */
export function nextReplica(
  liveReplicas: ReplicaRecord[],
  released: ReadonlySet<string>,
): ReplicaRecord | undefined {
  const [first] = liveReplicas
    .filter(({ id }) => !released.has(id))
    .sort((a, b) => Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)));
  return first;
}
