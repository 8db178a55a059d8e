import '@xyflow/react/dist/style.css';
import { useApi } from '@backstage/frontend-plugin-api';
import { Container, Header, Skeleton, Text } from '@backstage/ui';
import {
  currentEnvironment,
  EmptyState,
  ErrorPanel,
  PortalQueryProvider,
  useEnvironments,
} from '@sceneshift/backstage-platform-react';
import { useQuery } from '@tanstack/react-query';
import { Background, Controls, ReactFlow } from '@xyflow/react';
import { useMemo, useState } from 'react';
import { resolverApiRef, type DependencyGraph } from '../../api/ResolverApi';
import { layoutGraph } from './layoutGraph';
import { NodeDetails } from './NodeDetails';
import styles from './DependenciesPage.module.css';

/** Who needs whom in the environment that this portal serves. */
export function DependenciesPage() {
  return (
    <PortalQueryProvider>
      <Header title="Dependencies" />
      <Container pt="4" pb="8">
        <EnvironmentGraph />
      </Container>
    </PortalQueryProvider>
  );
}

function EnvironmentGraph() {
  const resolver = useApi(resolverApiRef);
  const environments = useEnvironments();
  const name = currentEnvironment(environments.data)?.name;
  const graph = useQuery({
    queryKey: ['resolver', 'graph', name],
    queryFn: ({ signal }) => resolver.getGraph(String(name), signal),
    enabled: name !== undefined,
  });
  const error = environments.error ?? graph.error;
  if (error) {
    return (
      <ErrorPanel
        error={error}
        title="The dependencies could not be read"
        onRetry={() => graph.refetch()}
      />
    );
  }
  if (!graph.data) return <Skeleton width="100%" height={480} />;
  if (graph.data.nodes.length === 0) {
    return (
      <EmptyState
        title="Nothing is installed"
        description="What plugins need of each other is shown here once there are some."
      />
    );
  }
  return <Graph graph={graph.data} />;
}

function Graph({ graph }: { graph: DependencyGraph }) {
  const [selected, setSelected] = useState<string>();
  const { nodes, edges } = useMemo(
    () => layoutGraph(graph, selected),
    [graph, selected],
  );
  const node = graph.nodes.find(({ name }) => name === selected);
  return (
    <div className={styles.content}>
      <div className={styles.graph}>
        <ReactFlow
          nodes={nodes}
          edges={edges}
          fitView
          nodesDraggable={false}
          nodesConnectable={false}
          onNodeClick={(_, { id }) => setSelected(id)}
          onPaneClick={() => setSelected(undefined)}
        >
          <Background />
          <Controls showInteractive={false} />
        </ReactFlow>
      </div>
      {node ? (
        <NodeDetails node={node} />
      ) : (
        <Text color="secondary">
          Choose a package to see why it is here and what would break without
          it.
        </Text>
      )}
    </div>
  );
}
