import { useApi } from '@backstage/frontend-plugin-api';
import { ButtonLink, Skeleton } from '@backstage/ui';
import { RiPuzzle2Line } from '@remixicon/react';
import { EmptyState, ErrorPanel } from '@sceneshift/backstage-platform-react';
import type { Environment } from '@sceneshift/backstage-plugin-lifecycle-common';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { resolverApiRef } from '../../api/ResolverApi';
import { resolverKeys } from '../../hooks/resolverKeys';
import { ChosenEnvironment } from '../ChosenEnvironment';
import { StaleFactsNotice } from '../StaleFactsNotice';
import { AdvisoriesAlert } from './AdvisoriesAlert';
import { GraphView } from './GraphView';
import { RemoveDialog } from './RemoveDialog';

/** Who needs whom in an environment, why each package is here, and what would break without it. */
export function DependenciesPage() {
  return (
    <ChosenEnvironment>
      {environment => (
        <EnvironmentGraph key={environment.name} environment={environment} />
      )}
    </ChosenEnvironment>
  );
}

function EnvironmentGraph({ environment }: { environment: Environment }) {
  const [removing, setRemoving] = useState<string>();
  return (
    <>
      <GraphContent environment={environment} onRemove={setRemoving} />
      {/* Outside of the graph, which loses the package while the dialog shows the rollout. */}
      {removing !== undefined && (
        <RemoveDialog
          environment={environment.name}
          pluginId={removing}
          onClose={() => setRemoving(undefined)}
        />
      )}
    </>
  );
}

function GraphContent(props: {
  environment: Environment;
  onRemove: (pluginId: string) => void;
}) {
  const { environment, onRemove } = props;
  const resolver = useApi(resolverApiRef);
  const { name, servingGeneration } = environment;
  const graph = useQuery({
    queryKey: resolverKeys.graph(name, servingGeneration),
    queryFn: ({ signal }) => resolver.getGraph(name, signal),
    placeholderData: keepPreviousData,
  });
  if (graph.error) {
    return (
      <ErrorPanel
        error={graph.error}
        title="The dependencies could not be read"
        onRetry={() => graph.refetch()}
      />
    );
  }
  if (!graph.data) return <Skeleton width="100%" height={480} />;
  if (!graph.data.nodes.some(({ kind }) => kind === 'package')) {
    return (
      <EmptyState
        icon={<RiPuzzle2Line />}
        title="Nothing is installed"
        description="What plugins need of each other is shown here once there are some."
        action={
          <ButtonLink href="/plugins" variant="primary">
            Browse plugins
          </ButtonLink>
        }
      />
    );
  }
  return (
    <>
      <StaleFactsNotice stale={graph.data.staleFacts} />
      <AdvisoriesAlert environment={environment} graph={graph.data} />
      <GraphView graph={graph.data} onRemove={onRemove} />
    </>
  );
}
