import { BaseEdge, type Edge, type EdgeProps } from '@xyflow/react';

interface Point {
  x: number;
  y: number;
}

/** An edge that passes layers: it keeps to the way that was left free for it, so that it never seems to lead to what it passes. */
export function RoutedEdge(props: EdgeProps<Edge<{ via: Point[] }>>) {
  const { id, sourceX, sourceY, targetX, targetY, label, markerEnd } = props;
  const via = props.data?.via ?? [];
  const way = [{ x: sourceX, y: sourceY }, ...via, { x: targetX, y: targetY }];
  const { x, y } = way[Math.floor(way.length / 2)]!;
  return (
    <BaseEdge
      id={id}
      path={curveThrough(way)}
      markerEnd={markerEnd}
      label={label}
      labelX={x}
      labelY={y}
    />
  );
}

/** A curve that is rounded at each point between the first and the last. */
export function curveThrough(way: Point[]): string {
  const [first, ...others] = way;
  if (!first || others.length === 0) return '';
  const corners = others.slice(0, -1).map((point, index) => {
    const next = others[index + 1]!;
    const isLast = index === others.length - 2;
    const end = isLast ? next : middle(point, next);
    return `Q ${point.x} ${point.y} ${end.x} ${end.y}`;
  });
  return [
    `M ${first.x} ${first.y}`,
    ...(corners.length > 0 ? corners : [`L ${others[0]!.x} ${others[0]!.y}`]),
  ].join(' ');
}

function middle(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
