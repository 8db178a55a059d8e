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
import { useState } from 'react';
import { resolverApiRef } from '../../api/ResolverApi';
import {
  useAdvisories,
  type InstalledAdvisory,
} from '../../hooks/useAcceptances';
import { toChanges } from '../../planning/toChanges';
import { plansRouteRef } from '../../routes';
import { AcceptDialog } from './AcceptDialog';
import { AcceptedAdvisories } from './AcceptedAdvisories';
import styles from './AdvisoriesAlert.module.css';

/** Names installed versions with known weaknesses, and plans the smallest change that is rid of them. */
export function AdvisoriesAlert(props: {
  environment: Environment;
  graph: DependencyGraph;
}) {
  const { environment, graph } = props;
  const known = useAdvisories(environment.name, graph);
  const [isAccepting, setAccepting] = useState(false);
  const open = known.advisories.filter(({ acceptance }) => !acceptance);
  const fix = useFix(environment, graph, open);
  return (
    <>
      <AcceptedAdvisories {...known} />
      {open.length > 0 && (
        <Alert
          status="danger"
          icon
          title={titleOf(open)}
          description={describe(open)}
          customActions={
            <>
              <Button
                size="small"
                variant="secondary"
                iconStart={<RiShieldCheckLine />}
                isPending={fix.isPending}
                onPress={() => fix.mutate()}
              >
                Fix advisory
              </Button>
              <Button
                size="small"
                variant="tertiary"
                onPress={() => setAccepting(true)}
              >
                Accept
              </Button>
            </>
          }
        />
      )}
      {isAccepting && (
        <AcceptDialog
          environment={environment.name}
          advisories={open}
          accept={known.accept}
          onClose={() => setAccepting(false)}
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

function titleOf(open: InstalledAdvisory[]): string {
  const names = new Set(open.map(({ name }) => name));
  return names.size === 1
    ? '1 installed package has a known weakness'
    : `${names.size} installed packages have known weaknesses`;
}

function describe(open: InstalledAdvisory[]): string {
  const byPackage = new Map<string, string[]>();
  for (const { name, version, advisoryId, severity } of open) {
    const key = `${name} ${version}`;
    const ids = byPackage.get(key) ?? [];
    byPackage.set(key, [...ids, `${advisoryId} (${severity})`]);
  }
  return [...byPackage]
    .map(([key, ids]) => `${key}: ${ids.join(', ')}`)
    .join('; ');
}

/**
 * A kept plan that is rid of all of them, whatever their severity: the smallest change. What comes out stays as it is while the
 * rollout changes what is installed.
 */
function useFix(
  environment: Environment,
  { nodes }: DependencyGraph,
  open: InstalledAdvisory[],
) {
  const resolver = useApi(resolverApiRef);
  const ids = open.map(({ advisoryId }) => advisoryId);
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
          <div className={styles.outcome}>
            {'explanation' in answer && (
              <Explanation text={answer.explanation} />
            )}
            <ButtonLink
              size="small"
              variant="secondary"
              href={`${plansPath}/${plan.id}`}
            >
              What would work
            </ButtonLink>
          </div>
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
