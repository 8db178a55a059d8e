import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Alert, Button, Text } from '@backstage/ui';
import { ErrorPanel, Explanation } from '@sceneshift/backstage-platform-react';
import {
  mergePatch,
  type Fix,
  type ResolverAnswer,
  type ResolverPlan,
} from '@sceneshift/backstage-plugin-resolver-common';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router-dom';
import { resolverApiRef } from '../../api/ResolverApi';
import { resolverKeys } from '../../hooks/resolverKeys';
import { plansRouteRef } from '../../routes';
import styles from './PlansPage.module.css';

/** Why no versions go together. Each fix makes the plan that it leads to. */
export function PlanConflict(props: {
  plan: ResolverPlan;
  answer: Extract<ResolverAnswer, { explanation: string }>;
}) {
  const { plan, answer } = props;
  const apply = useApplyFix(plan);
  return (
    <>
      <Alert
        status="danger"
        icon
        title="No versions of these packages go together"
        description={<Explanation text={answer.explanation} />}
      />
      {answer.fixes.length > 0 && (
        <section aria-label="What would work">
          <Text as="h3" variant="title-x-small" weight="bold">
            What would work
          </Text>
          <ul className={styles.fixes}>
            {answer.fixes.map(fix => (
              <li key={fix.description}>
                <Button
                  className={styles.fix}
                  variant="secondary"
                  isPending={apply.isPending && apply.variables === fix}
                  onPress={() => apply.mutate(fix)}
                >
                  {fix.description}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {apply.error && (
        <ErrorPanel error={apply.error} title="The fix could not be planned" />
      )}
      {answer.excluded && (
        <section aria-label="Versions that were not looked at">
          <Text as="h3" variant="title-x-small" weight="bold">
            Not looked at
          </Text>
          <ul className={styles.list}>
            {answer.excluded.map(({ name, version, reason }) => (
              <li key={`${name} ${version}`}>
                {name} <code>{version}</code>: {reason}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** The same request with the fix's patch, kept as another plan. */
function useApplyFix({ environment, request }: ResolverPlan) {
  const resolver = useApi(resolverApiRef);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const path = useRouteRef(plansRouteRef)?.() ?? '';
  return useMutation({
    mutationFn: ({ patch }: Fix) =>
      resolver.createPlan({
        environment,
        request: mergePatch(request, patch) as ResolverPlan['request'],
      }),
    onSuccess: plan => {
      queries.invalidateQueries({ queryKey: resolverKeys.plans });
      navigate(`${path}/${plan.id}`);
    },
  });
}
