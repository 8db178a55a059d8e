import { useReactFlow, type Node } from '@xyflow/react';
import { useEffect } from 'react';
import type { PackageNodeData } from './PackageNode';

/** Brings the chosen package into view, with all that it needs and that needs it. */
export function useFocus(nodes: Node<PackageNodeData>[]): void {
  const flow = useReactFlow();
  useEffect(() => {
    const near = nodes.filter(
      ({ data: { relation } }) => relation !== 'other' && relation !== 'none',
    );
    if (near.length === 0) return;
    flow.fitView({ nodes: near, maxZoom: 1, minZoom: 0.35, padding: 0.15 });
  }, [flow, nodes]);
}
