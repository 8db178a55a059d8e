import type { PlanProblem } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { ResolverAnswer } from '@sceneshift/backstage-plugin-resolver-common';
import type { PlanRequest } from './Planner';
import { toPlanFix } from './toPlanFix';
import type { VersionsRequest } from './VersionsRequest';

type Conflict = Extract<ResolverAnswer, { explanation: string }>;

/** Why no versions go together, and what was tried and would. */
export function describeConflict(
  { explanation, fixes, excluded = [] }: Conflict,
  request: PlanRequest,
  wanted: VersionsRequest['wanted'],
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
    fixes: fixes.map(fix => toPlanFix(fix, request, wanted)),
  };
}
