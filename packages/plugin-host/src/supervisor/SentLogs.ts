import type { ReplicaStatus } from '@sceneshift/backstage-plugin-lifecycle-common';

/** Of the 8 MiB that the control plane takes; the rest is for reasons, and for the lines of a rollout. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Remembers which lines the control plane has already, so that a report every few seconds stays small. One that is too large would
 * be refused whole, and nothing would be heard of any plugin: lines that have no room wait for a later one.
 */
export class SentLogs {
  readonly #sent = new Map<string, string>();

  constructor(private readonly maxBytes: number = MAX_BYTES) {}

  /** The status without the logs of plugins that have said nothing new, or more than there is room for. */
  withoutKnown(status: ReplicaStatus): ReplicaStatus {
    const fitting = this.#fitting(this.#news(status));
    const hosts = status.hosts.map(host => {
      const { logs, ...rest } = host;
      return fitting.has(host.pluginId) ? host : rest;
    });
    return { ...status, hosts };
  }

  /** The control plane has received these. */
  delivered(status: ReplicaStatus): void {
    for (const [pluginId, lines] of linesByPlugin(status)) {
      this.#sent.set(pluginId, lines);
    }
  }

  #news(status: ReplicaStatus): Array<{ pluginId: string; bytes: number }> {
    return [...linesByPlugin(status)]
      .filter(([pluginId, lines]) => this.#sent.get(pluginId) !== lines)
      .map(([pluginId, lines]) => ({ pluginId, bytes: bytesOf(lines) }));
  }

  /** Whoever says little goes first: one plugin that says a lot must not keep the others from being read. */
  #fitting(news: Array<{ pluginId: string; bytes: number }>): Set<string> {
    const fitting = new Set<string>();
    let total = 0;
    for (const { pluginId, bytes } of news.sort((a, b) => a.bytes - b.bytes)) {
      total += bytes;
      if (total <= this.maxBytes) fitting.add(pluginId);
    }
    return fitting;
  }
}

/** All that the hosts of one plugin have said: it is kept, and therefore sent, together. */
function linesByPlugin({ hosts }: ReplicaStatus): Map<string, string> {
  const lines = new Map<string, string>();
  for (const { pluginId, logs } of hosts) {
    if (!logs) continue;
    const before = lines.get(pluginId);
    const own = logs.join('\n');
    lines.set(pluginId, before === undefined ? own : `${before}\n${own}`);
  }
  return lines;
}

/** As they are sent: a control character takes six. */
function bytesOf(lines: string): number {
  return Buffer.byteLength(JSON.stringify(lines));
}
