import type {
  DependencyGraph,
  ResolveRequest,
} from '@sceneshift/backstage-plugin-resolver-common';

/**
 * Everything that is installed stays asked for; versions move only where they must, and never back. Only a fix that does without
 * something removes it.
 */
export function requestOf(
  { nodes }: Pick<DependencyGraph, 'nodes'>,
  backstageRelease: string,
): Omit<ResolveRequest, 'packages'> {
  const packages = nodes.filter(({ kind }) => kind === 'package');
  return {
    backstageRelease,
    installed: Object.fromEntries(
      packages.map(({ name, version }) => [name, version]),
    ),
    roots: Object.fromEntries(packages.map(({ name }) => [name, '*'])),
    options: { allowDowngrade: false, allowRemove: true },
  };
}
