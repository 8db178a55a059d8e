import type { PlanFix } from '@sceneshift/backstage-plugin-lifecycle-common';

/** Package name to exact version. */
export type FixedVersions = Record<string, string>;

/** The versions that a fix chooses; undefined when it takes more than other versions of the one change that a dialog composes. */
export function fixedVersions({
  changes = [],
}: PlanFix): FixedVersions | undefined {
  const [change, ...others] = changes;
  if (!change || others.length > 0) return undefined;
  const hasVersions =
    change.action === 'install' || change.action === 'upgrade';
  return hasVersions ? change.packages : undefined;
}
