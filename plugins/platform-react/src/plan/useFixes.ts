import type {
  PlanFix,
  PlannedChange,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { useState } from 'react';

/** Further changes that fixes have added to the one that a dialog composes, and what its own change was before. */
interface Applied {
  description: string;
  packages: Record<string, string>;
  further: PlannedChange[];
}

/**
 * The fixes that were chosen in a dialog. A fix names all changes of its plan: the versions of the dialog's own change go into its
 * pickers, where they can be changed again, and the others come on top.
 */
export function useFixes(options: {
  change: PlannedChange;
  /** Changes that belong to the dialog's own from the start. */
  also: PlannedChange[];
  packages: Record<string, string>;
  setPackages: (packages: Record<string, string>) => void;
}) {
  const { change, also, packages, setPackages } = options;
  const [applied, setApplied] = useState<Applied[]>([]);
  const apply = ({ description, changes = [] }: PlanFix) => {
    const own = changes.find(item => isSameTarget(item, change));
    const further = changes.filter(item => item !== own);
    setApplied([...applied, { description, packages, further }]);
    if (own && 'packages' in own) {
      setPackages({ ...packages, ...own.packages });
    }
  };
  const undo = () => {
    const last = applied.at(-1);
    if (!last) return;
    setApplied(applied.slice(0, -1));
    setPackages(last.packages);
  };
  return {
    applied: applied.map(({ description }) => description),
    further: applied.at(-1)?.further ?? also,
    apply,
    undo,
  };
}

function isSameTarget(left: PlannedChange, right: PlannedChange): boolean {
  if (left.action === 'rollback' || right.action === 'rollback') {
    return left.action === right.action;
  }
  return left.action === right.action && left.pluginId === right.pluginId;
}
