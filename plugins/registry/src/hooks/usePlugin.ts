import { useApi } from '@backstage/frontend-plugin-api';
import type {
  PackageSummary,
  Plugin,
} from '@sceneshift/backstage-plugin-registry-common';
import { useQuery } from '@tanstack/react-query';
import { registryApiRef } from '../api/registryApiRef';

const PENDING_POLL_MS = 5_000;

/** A plugin with its packages; read again while a check of one of its versions is pending. */
export function usePlugin(pluginId: string) {
  const registry = useApi(registryApiRef);
  return useQuery({
    queryKey: ['registry', 'plugin', pluginId],
    queryFn: ({ signal }) => registry.getPlugin(pluginId, signal),
    refetchInterval: ({ state }) =>
      state.data && hasPendingVerdict(state.data) ? PENDING_POLL_MS : false,
  });
}

/** Everything that is known of one version. */
export function useVersion(name: string, version: string) {
  const registry = useApi(registryApiRef);
  return useQuery({
    queryKey: ['registry', 'version', name, version],
    queryFn: ({ signal }) => registry.getVersion(name, version, signal),
  });
}

/** The README of a version as markdown. */
export function useReadme(name: string, version: string) {
  const registry = useApi(registryApiRef);
  return useQuery({
    queryKey: ['registry', 'readme', name, version],
    queryFn: ({ signal }) => registry.getReadme(name, version, signal),
    staleTime: Infinity,
  });
}

function hasPendingVerdict(plugin: Plugin): boolean {
  return plugin.packages
    .flatMap(item => item.versions)
    .flatMap(version => version.verdicts)
    .some(verdict => verdict.state === 'PENDING');
}

const PREFERENCE = ['frontend-plugin', 'backend-plugin'];

/** The package that speaks for a plugin: its frontend, else its backend, else any. */
export function mainPackage(plugin: Plugin): PackageSummary | undefined {
  for (const role of PREFERENCE) {
    const found = plugin.packages.find(item => item.role === role);
    if (found) return found;
  }
  return plugin.packages[0];
}
