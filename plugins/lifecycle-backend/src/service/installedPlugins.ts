import type {
  InstalledPlugin,
  ReplicaHost,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { ReplicaRecord } from '../domain/EnvironmentRecord';
import {
  hostPackages,
  summarizePlugins,
  type GenerationContent,
} from '../domain/GenerationContent';

type Host = Omit<ReplicaHost, 'logs'>;
type Health = Pick<InstalledPlugin, 'health' | 'reason'>;

/** The plugins of a generation with their health, as the live supervisors see it. */
export function installedPlugins(
  content: GenerationContent,
  liveReplicas: ReplicaRecord[],
): InstalledPlugin[] {
  return summarizePlugins(content).map(plugin => ({
    ...plugin,
    ...healthOf(content, plugin, liveReplicas),
  }));
}

function healthOf(
  content: GenerationContent,
  plugin: { pluginId: string; enabled: boolean },
  replicas: ReplicaRecord[],
): Health {
  if (!plugin.enabled) return { health: 'disabled' };
  if (!hostPackages(content, plugin.pluginId).length) {
    return { health: 'frontend-only' };
  }
  const hosts = replicas.map(replica => bestHost(replica, plugin.pluginId));
  if (!hosts.length || hosts.every(host => !host)) {
    return { health: 'unavailable' };
  }
  return worst(hosts);
}

/** While hosts are exchanged a plugin has two: the one that serves counts. */
function bestHost(replica: ReplicaRecord, pluginId: string): Host | undefined {
  const hosts = replica.hosts.filter(host => host.pluginId === pluginId);
  return hosts.find(({ state }) => state === 'serving') ?? hosts[0];
}

function worst(hosts: Array<Host | undefined>): Health {
  const failed = hosts.find(host => host?.state === 'failed');
  if (failed) return { health: 'failed', reason: failed.reason };
  const serves = hosts.every(host => host?.state === 'serving');
  if (serves) {
    const warning = hosts.find(host => host?.warning)?.warning;
    return { health: 'serving', ...(warning && { reason: warning }) };
  }
  const starts = hosts.some(host => host?.state === 'starting');
  return { health: starts ? 'starting' : 'unavailable' };
}
