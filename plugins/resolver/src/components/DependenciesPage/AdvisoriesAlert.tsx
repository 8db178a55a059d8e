import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Alert, Button, ButtonLink } from '@backstage/ui';
import { RiShieldCheckLine } from '@remixicon/react';
import {
  ChangeDialog,
  ErrorPanel,
  Explanation,
} from '@sceneshift/backstage-platform-react';
import type {
  Environment,
  PlannedChange,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type {
  DependencyGraph,
  ResolverPlan,
} from '@sceneshift/backstage-plugin-resolver-common';
import { useMutation } from '@tanstack/react-query';
import { resolverApiRef } from '../../api/ResolverApi';
import { toChanges } from '../../planning/toChanges';
import { plansRouteRef } from '../../routes';

/** Names installed versions with known weaknesses, and plans the smallest change that is rid of them. */
export function AdvisoriesAlert(props: {
  environment: Environment;
  graph: DependencyGraph;
}) {
  const { environment, graph } = props;
  const affected = graph.nodes.filter(
    ({ advisories = [] }) => advisories.length > 0,
  );
  const fix = useFix(environment, graph);
  return (
    <>
      {affected.length > 0 && (
        <Alert
          status="danger"
          icon
          title={
            affected.length === 1
              ? '1 installed package has a known weakness'
              : `${affected.length} installed packages have known weaknesses`
          }
          description={affected
            .map(({ name, version, advisories = [] }) => {
              const ids = advisories.map(
                ({ id, severity }) => `${id} (${severity})`,
              );
              return `${name} ${version}: ${ids.join(', ')}`;
            })
            .join('; ')}
          customActions={
            <Button
              size="small"
              variant="secondary"
              iconStart={<RiShieldCheckLine />}
              isPending={fix.isPending}
              onPress={() => fix.mutate()}
            >
              Fix advisory
            </Button>
          }
        />
      )}
      {fix.error && (
        <ErrorPanel
          error={fix.error}
          title="No fix could be looked for"
          onRetry={() => fix.mutate()}
        />
      )}
      {fix.data && (
        <FixOutcome
          {...fix.data}
          environment={environment.name}
          onClose={() => fix.reset()}
        />
      )}
    </>
  );
}

/**
 * A kept plan that is rid of all of them, whatever their severity: the smallest change. What comes out stays as it is while the
 * rollout changes what is installed.
 */
function useFix(environment: Environment, { nodes }: DependencyGraph) {
  const resolver = useApi(resolverApiRef);
  const ids = nodes.flatMap(({ advisories = [] }) =>
    advisories.map(({ id }) => id),
  );
  return useMutation({
    mutationFn: async () => {
      const plan = await resolver.createPlan({
        environment: environment.name,
        request: { options: { fixAdvisories: [...new Set(ids)] } },
      });
      const { answer } = plan;
      const changes = answer.ok ? toChanges(answer.changes, nodes) : [];
      return { plan, changes };
    },
  });
}

function FixOutcome(props: {
  plan: ResolverPlan;
  changes: PlannedChange[];
  environment: string;
  onClose: () => void;
}) {
  const { plan, changes, environment, onClose } = props;
  const plansPath = useRouteRef(plansRouteRef)?.();
  const { answer } = plan;
  const [first, ...others] = changes;
  if (!first) {
    return (
      <Alert
        status="warning"
        icon
        title="No versions are free of them"
        description={
          'explanation' in answer && <Explanation text={answer.explanation} />
        }
        customActions={
          <ButtonLink
            size="small"
            variant="secondary"
            href={`${plansPath}/${plan.id}`}
          >
            What would work
          </ButtonLink>
        }
      />
    );
  }
  return (
    <ChangeDialog
      environment={environment}
      title="Fix advisory"
      change={first}
      also={others}
      confirmLabel="Upgrade"
      successTitle="The advisory is fixed"
      onClose={onClose}
    />
  );
}
