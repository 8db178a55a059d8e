import { StatusBadge } from '@sceneshift/backstage-platform-react';

/** What became of a plan, in a few words. */
export function PlanOutcomeBadge(props: { ok: boolean; changes: number }) {
  if (!props.ok) return <StatusBadge tone="danger">no versions</StatusBadge>;
  const count = props.changes === 1 ? '1 change' : `${props.changes} changes`;
  return (
    <StatusBadge tone="success">
      {props.changes === 0 ? 'nothing to change' : count}
    </StatusBadge>
  );
}
