import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Button } from '@backstage/ui';
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
import type { DependencyGraph } from '@sceneshift/backstage-plugin-resolver-common';
import { useMutation } from '@tanstack/react-query';
import { resolverApiRef } from '../../api/ResolverApi';
import { requestOf } from '../../planning/requestOf';
import { toChanges } from '../../planning/toChanges';

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
  if (affected.length === 0) return null;
  return (
    <>
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
      {fix.error && (
        <ErrorPanel
          error={fix.error}
          title="No fix could be looked for"
          onRetry={() => fix.mutate()}
        />
      )}
      {fix.data && (
        <FixOutcome
          outcome={fix.data}
          environment={environment.name}
          onClose={() => fix.reset()}
        />
      )}
    </>
  );
}

type Outcome = { changes: PlannedChange[] } | { explanation: string };

/** The resolver keeps what it can: what it moves is the smallest change. */
function useFix(environment: Environment, graph: DependencyGraph) {
  const resolver = useApi(resolverApiRef);
  return useMutation({
    mutationFn: async (): Promise<Outcome> => {
      const answer = await resolver.resolve(
        requestOf(graph, environment.backstageRelease),
      );
      if (answer.ok) return { changes: toChanges(answer.changes, graph.nodes) };
      return {
        explanation:
          'explanation' in answer ? answer.explanation : answer.error.message,
      };
    },
  });
}

function FixOutcome(props: {
  outcome: Outcome;
  environment: string;
  onClose: () => void;
}) {
  const { outcome, environment, onClose } = props;
  if ('explanation' in outcome) {
    return (
      <Alert
        status="warning"
        icon
        title="No versions are free of them"
        description={<Explanation text={outcome.explanation} />}
      />
    );
  }
  const [first, ...others] = outcome.changes;
  if (!first) {
    return (
      <Alert
        status="info"
        icon
        title="The policy of this environment accepts these advisories"
        description="They are below the severity at which versions are refused, so nothing has to change."
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
