import type {
  PlannedChange,
  PlanFix,
  PlanProblem,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type {
  Fix,
  ResolverAnswer,
} from '@sceneshift/backstage-plugin-resolver-common';

type Conflict = Extract<ResolverAnswer, { explanation: string }>;

/** Why no versions go together, and what was tried and would. */
export function describeConflict(
  { explanation, fixes, excluded = [] }: Conflict,
  changes: PlannedChange[],
): PlanProblem {
  const notes = excluded.map(
    ({ name, version, reason }) =>
      `${name} ${version} was not looked at: ${reason}`,
  );
  return {
    code: 'VERSIONS_CONFLICT',
    severity: 'blocking',
    message: 'No versions of these packages go together.',
    explanation: [explanation, ...notes].join('\n'),
    fixes: fixes.map(fix => toPlanFix(fix, changes)),
  };
}

/** A fix that only chooses other versions can be asked for as changes; others are the reader's to make. */
function toPlanFix(
  { description, patch, solution }: Fix,
  changes: PlannedChange[],
): PlanFix {
  const onlyVersions = Object.keys(patch).every(key => key === 'roots');
  const roots = Object.entries((patch.roots ?? {}) as Record<string, unknown>);
  const dropsNothing = roots.every(([, range]) => range !== null);
  if (!onlyVersions || !dropsNothing) return { description };
  return {
    description,
    changes: changes.map(change => withFixedVersions(change, solution)),
  };
}

function withFixedVersions(
  change: PlannedChange,
  solution: Record<string, string>,
): PlannedChange {
  if (change.action !== 'install' && change.action !== 'upgrade') return change;
  const packages = Object.entries(change.packages ?? {}).map(
    ([name, version]) => [name, solution[name] ?? version],
  );
  return { ...change, packages: Object.fromEntries(packages) };
}
