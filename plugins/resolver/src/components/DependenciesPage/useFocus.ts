import { useReactFlow } from '@xyflow/react';
import { useEffect } from 'react';

/** Brings a package into view when it is chosen in a list. */
export function useFocus(selected: string | undefined): void {
  const flow = useReactFlow();
  useEffect(() => {
    if (!selected) return;
    flow.fitView({
      nodes: [{ id: selected }],
      maxZoom: 1,
      minZoom: 0.4,
      padding: 2,
    });
  }, [flow, selected]);
}
