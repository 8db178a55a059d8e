import type {
  ReplicaHost,
  ReplicaStatus,
} from '@sceneshift/backstage-plugin-lifecycle-common';

/** Remembers which lines the control plane has already, so that a report every few seconds stays small. */
export class SentLogs {
  readonly #sent = new Map<string, string>();

  /** The status without the logs of plugins that have said nothing new. */
  withoutKnown(status: ReplicaStatus): ReplicaStatus {
    const hosts = status.hosts.map(host => {
      const { logs, ...rest } = host;
      const known = this.#sent.get(host.pluginId);
      return known === linesOf(status, host) ? rest : host;
    });
    return { ...status, hosts };
  }

  /** The control plane has received these. */
  delivered(status: ReplicaStatus): void {
    for (const host of status.hosts) {
      this.#sent.set(host.pluginId, linesOf(status, host));
    }
  }
}

/** All that the hosts of one plugin have said: it is kept, and therefore sent, together. */
function linesOf(status: ReplicaStatus, { pluginId }: ReplicaHost): string {
  return status.hosts
    .filter(host => host.pluginId === pluginId)
    .flatMap(host => host.logs ?? [])
    .join('\n');
}
