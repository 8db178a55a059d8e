import { isHostedRole } from '@sceneshift/backstage-platform-common';
import type { PlannedChange } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Plugin } from '@sceneshift/backstage-plugin-registry-common';
import {
  rangeKeeping,
  type ResolveRequest,
} from '@sceneshift/backstage-plugin-resolver-common';
import type {
  GenerationContent,
  LockedPlugin,
} from '../domain/GenerationContent';
import type { PlanRequest } from './Planner';

/** What the resolver is asked for some changes. */
export interface VersionsRequest {
  request: ResolveRequest;
  /** Per changed plugin: the packages whose versions are to be chosen, with what is wanted of each. */
  wanted: Map<string, Record<string, string>>;
}

type VersionChange = Extract<PlannedChange, { pluginId: string }>;

/** @returns undefined when no versions are to be chosen */
export async function createVersionsRequest(
  { environment, base, changes }: PlanRequest,
  getPlugin: (pluginId: string) => Promise<Plugin>,
): Promise<VersionsRequest | undefined> {
  const wanted = new Map<string, Record<string, string>>();
  const choosing = changes.filter(isChoosing);
  // A rollback names a whole generation, which went together when it served.
  if (choosing.length === 0 || changes.some(isRollback)) return undefined;
  for (const change of choosing) {
    const present = base.plugins.find(
      ({ pluginId }) => pluginId === change.pluginId,
    );
    wanted.set(change.pluginId, await wantedBy(change, present, getPlugin));
  }
  const named = Object.assign({}, ...wanted.values()) as Record<string, string>;
  const installed = installedAfter(base, changes);
  const exact = Object.entries(named).filter(
    ([name, range]) =>
      range !== '*' && range !== rangeKeeping(installed[name] ?? ''),
  );
  // An exact version is a decision: also one to go back.
  for (const [name] of exact) delete installed[name];
  const kept = Object.fromEntries(
    Object.entries(installed).map(([name, version]) => [
      name,
      rangeKeeping(version),
    ]),
  );
  return {
    wanted,
    request: {
      backstageRelease: environment.backstageRelease,
      installed,
      roots: { ...kept, ...named },
      update: Object.keys(named).filter(name => name in installed),
      options: { allowDowngrade: false },
    },
  };
}

function isChoosing(change: PlannedChange): change is VersionChange {
  return ['install', 'upgrade'].includes(change.action);
}

function isRollback({ action }: PlannedChange): boolean {
  return action === 'rollback';
}

async function wantedBy(
  change: VersionChange,
  present: LockedPlugin | undefined,
  getPlugin: (pluginId: string) => Promise<Plugin>,
): Promise<Record<string, string>> {
  if (change.action === 'upgrade' && !present) return {};
  const named = ranges(change.packages ?? {});
  if (present) {
    const all = present.packages.map(({ name, version }) => [
      name,
      rangeKeeping(version),
    ]);
    return Object.keys(named).length > 0 ? named : Object.fromEntries(all);
  }
  const { packages } = await getPlugin(change.pluginId);
  // Modules come along when they can; they keep nothing else from being installed.
  const own = packages
    .filter(({ role }) => isHostedRole(role) && !role.endsWith('-module'))
    .map(({ name }) => [name, '*']);
  return { ...Object.fromEntries(own), ...named };
}

function ranges(packages: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(packages).map(([name, version]) => [
      name,
      version === 'latest' ? '*' : version,
    ]),
  );
}

function installedAfter(
  base: GenerationContent,
  changes: PlannedChange[],
): Record<string, string> {
  const removed = new Set(
    changes.flatMap(change =>
      change.action === 'remove' ? [change.pluginId] : [],
    ),
  );
  const packages = base.plugins
    .filter(({ pluginId }) => !removed.has(pluginId))
    .flatMap(plugin => plugin.packages);
  return Object.fromEntries(packages.map(item => [item.name, item.version]));
}
