import '@xyflow/react/dist/style.css';
import { Switch, Text } from '@backstage/ui';
import type { DependencyGraph } from '@sceneshift/backstage-plugin-resolver-common';
import {
  Background,
  Controls,
  MiniMap,
  ReactFlow,
  ReactFlowProvider,
} from '@xyflow/react';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { layoutGraph } from './layoutGraph';
import { Legend } from './Legend';
import { NodeDetails } from './NodeDetails';
import { PackageList } from './PackageList';
import { PackageNode } from './PackageNode';
import { RoutedEdge } from './RoutedEdge';
import { useFocus } from './useFocus';
import { visibleGraph } from './visibleGraph';
import styles from './GraphView.module.css';

const NODE_TYPES = { package: PackageNode };
const EDGE_TYPES = { routed: RoutedEdge };

/** Names stay readable: of a large graph the middle is seen first, and an overview beside it. */
const FIRST_VIEW = { minZoom: 0.5, maxZoom: 1, padding: 0.1 };
const MANY = 20;
const OVERVIEW_SIZE = { width: 140, height: 100 };

/** The graph, with a list beside it that does the same without a mouse. */
export function GraphView(props: {
  graph: DependencyGraph;
  onRemove: (pluginId: string) => void;
}) {
  const [showsHost, setShowsHost] = useState(false);
  const [selected, select] = useSelected();
  const graph = useMemo(
    () => visibleGraph(props.graph, { showsHost, selected }),
    [props.graph, showsHost, selected],
  );
  const node = graph.nodes.find(({ name }) => name === selected);
  return (
    <div className={styles.view}>
      <div className={styles.main}>
        <div className={styles.toolbar}>
          <Text variant="body-small" color="secondary">
            From those that need to those that are needed
          </Text>
          <Switch
            label="What the portal gives"
            isSelected={showsHost}
            onChange={setShowsHost}
          />
        </div>
        {/* With its key, more or fewer packages are brought into view anew. */}
        <ReactFlowProvider key={String(showsHost)}>
          <Canvas graph={graph} selected={node?.name} onSelect={select} />
        </ReactFlowProvider>
        <Legend />
      </div>
      <aside className={styles.aside} aria-label="Packages">
        {node ? (
          <NodeDetails
            node={node}
            graph={props.graph}
            onSelect={select}
            onRemove={props.onRemove}
          />
        ) : (
          <PackageList nodes={graph.nodes} onSelect={select} />
        )}
      </aside>
    </div>
  );
}

function Canvas(props: {
  graph: DependencyGraph;
  selected: string | undefined;
  onSelect: (name: string | undefined) => void;
}) {
  const { graph, selected, onSelect } = props;
  const { nodes, edges } = useMemo(
    () => layoutGraph(graph, selected),
    [graph, selected],
  );
  useFocus(nodes);
  return (
    <div
      className={styles.graph}
      role="group"
      aria-label="Graph; the list beside it has the same packages"
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        fitView
        fitViewOptions={FIRST_VIEW}
        minZoom={0.1}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        onNodeClick={(_, { id }) => onSelect(id)}
        onPaneClick={() => onSelect(undefined)}
      >
        <Background />
        <Controls showInteractive={false} />
        {nodes.length > MANY && (
          <MiniMap pannable zoomable ariaLabel={null} style={OVERVIEW_SIZE} />
        )}
      </ReactFlow>
    </div>
  );
}

/** What is chosen is part of the address. */
function useSelected() {
  const [params, setParams] = useSearchParams();
  const select = (name: string | undefined) =>
    setParams(
      previous => {
        const next = new URLSearchParams(previous);
        if (name) next.set('selected', name);
        else next.delete('selected');
        return next;
      },
      { replace: true },
    );
  return [params.get('selected') ?? undefined, select] as const;
}
