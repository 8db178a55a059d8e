import type {
  PlannedChange,
  PlanProblem,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type {
  ImpactRequest,
  RemovalImpact,
} from '@sceneshift/backstage-plugin-resolver-common';
import type { GenerationContent } from '../domain/GenerationContent';
import type { PlanRequest } from './Planner';

const listed = new Intl.ListFormat('en-GB');

/** @returns undefined when nothing that is installed is removed */
export function createImpactRequest({
  base,
  changes,
}: PlanRequest): ImpactRequest | undefined {
  const removed = new Set(
    changes.flatMap(change =>
      change.action === 'remove' ? [change.pluginId] : [],
    ),
  );
  const remove = base.plugins
    .filter(({ pluginId }) => removed.has(pluginId))
    .flatMap(({ packages }) => packages.map(({ name }) => name));
  if (remove.length === 0) return undefined;
  const packages = base.plugins.flatMap(plugin => plugin.packages);
  const installed = Object.fromEntries(
    packages.map(item => [item.name, item.version]),
  );
  return { remove, installed };
}

/** What stops working blocks the removal; that it goes too is the fix. What loses a wish is told. */
export function describeImpact(
  impact: RemovalImpact,
  request: PlanRequest,
): PlanProblem[] {
  const weakened = impact.weakens.map(
    ({ name, reason }): PlanProblem => ({
      code: 'OPTIONAL_DEPENDENCY_LOST',
      severity: 'warning',
      message: `${reason}.`,
      packageName: name,
    }),
  );
  return [...describeBreaks(impact, request), ...weakened];
}

function describeBreaks(
  { breaks, summary }: RemovalImpact,
  { base, changes }: PlanRequest,
): PlanProblem[] {
  if (breaks.length === 0) return [];
  const plugins = [
    ...new Set(breaks.map(({ name }) => pluginOf(base, name) ?? name)),
  ];
  const further = plugins.map(
    (pluginId): PlannedChange => ({ action: 'remove', pluginId }),
  );
  return [
    {
      code: 'VERSIONS_CONFLICT',
      severity: 'blocking',
      message: `${summary}.`,
      explanation: breaks.map(({ reason }) => reason).join('\n'),
      fixes: [
        {
          description: `Remove ${listed.format(plugins)} too`,
          changes: [...changes, ...further],
        },
      ],
    },
  ];
}

function pluginOf(
  { plugins }: GenerationContent,
  name: string,
): string | undefined {
  return plugins.find(({ packages }) =>
    packages.some(item => item.name === name),
  )?.pluginId;
}
