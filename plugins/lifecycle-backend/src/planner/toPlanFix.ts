import type {
  PlannedChange,
  PlanFix,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Fix } from '@sceneshift/backstage-plugin-resolver-common';
import semver from 'semver';
import type { LockedPlugin } from '../domain/GenerationContent';
import type { PlanRequest } from './Planner';
import type { VersionsRequest } from './VersionsRequest';

type Solution = Record<string, string>;
type VersionChange = Extract<PlannedChange, { pluginId: string }>;

/**
 * A fix of the resolver as changes that can be planned instead. Where changes cannot say it, such as another release, an override
 * or the acceptance of an advisory, it is only told.
 */
export function toPlanFix(
  { description, patch, solution }: Fix,
  { base, changes }: Pick<PlanRequest, 'base' | 'changes'>,
  wanted: VersionsRequest['wanted'],
): PlanFix {
  const { backstageRelease, host, roots, options, ...others } = patch;
  if (typeof backstageRelease === 'string') {
    return { description, backstageRelease };
  }
  const isSaid =
    host === undefined &&
    Object.keys(others).length === 0 &&
    Object.keys(options ?? {}).every(isPermission);
  const own = changes.map(change => fixedChange(change, wanted, solution));
  const bystanders = base.plugins
    .filter(({ pluginId }) => !wanted.has(pluginId))
    .filter(({ pluginId }) => !isRemoved(pluginId, changes))
    .map(plugin => changeOfBystander(plugin, solution));
  const planned = [...own, ...bystanders];
  const kept = planned.filter(change => typeof change === 'object');
  // A fix that leaves nothing of what was asked for is the reader's own to make.
  const isWorth = own.some(change => typeof change === 'object');
  return isSaid && isWorth && !planned.includes('unsayable')
    ? { description, changes: kept }
    : { description };
}

/** An exact version is a permission to go back, and a removal is one to remove. */
function isPermission(option: string): boolean {
  return option === 'allowDowngrade' || option === 'allowRemove';
}

/** @returns undefined for a change that the fix does without */
function fixedChange(
  change: PlannedChange,
  wanted: VersionsRequest['wanted'],
  solution: Solution,
): PlannedChange | 'unsayable' | undefined {
  if (!isChoosing(change)) return change;
  const names = Object.keys(wanted.get(change.pluginId) ?? {});
  const present = names.filter(name => name in solution);
  if (names.length > 0 && present.length === 0) return undefined;
  // A plugin is installed with all its packages.
  if (present.length < names.length) return 'unsayable';
  if (!change.packages) return change;
  const packages = Object.entries(change.packages).map(([name, version]) => [
    name,
    solution[name] ?? version,
  ]);
  return { ...change, packages: Object.fromEntries(packages) };
}

/** Newer versions come along by themselves; older ones and removals are decisions. */
function changeOfBystander(
  { pluginId, packages }: LockedPlugin,
  solution: Solution,
): PlannedChange | 'unsayable' | undefined {
  const gone = packages.filter(({ name }) => !(name in solution));
  if (gone.length === packages.length) return { action: 'remove', pluginId };
  if (gone.length > 0) return 'unsayable';
  const older = packages.filter(({ name, version }) =>
    semver.lt(solution[name] as string, version),
  );
  if (older.length === 0) return undefined;
  const versions = older.map(({ name }) => [name, solution[name]]);
  return {
    action: 'upgrade',
    pluginId,
    packages: Object.fromEntries(versions),
  };
}

function isChoosing(change: PlannedChange): change is VersionChange {
  return change.action === 'install' || change.action === 'upgrade';
}

function isRemoved(pluginId: string, changes: PlannedChange[]): boolean {
  return changes.some(
    change => change.action === 'remove' && change.pluginId === pluginId,
  );
}
