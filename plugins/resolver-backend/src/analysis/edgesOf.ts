import type {
  GraphEdge,
  VersionFacts,
} from '@sceneshift/backstage-plugin-resolver-common';
import semver from 'semver';

type EdgeKind = GraphEdge['kind'];

/** What one version of a package leads to, among what is there. */
export function edgesOf(
  from: string,
  facts: VersionFacts,
  present: { installed: Record<string, string>; host: Record<string, string> },
): GraphEdge[] {
  const { installed, host } = present;
  const edges = (map: Record<string, string> | undefined, kind: EdgeKind) =>
    Object.entries(map ?? {}).flatMap(([to, range]) => {
      const isHost = to in host;
      const version = isHost ? host[to] : installed[to];
      const isOptional =
        kind === 'optional' || facts.peerDependenciesMeta?.[to]?.optional;
      // A wish that was not met leads nowhere.
      if (version === undefined && isOptional) return [];
      const satisfied =
        version !== undefined && semver.satisfies(version, range);
      return [{ from, to, kind: isHost ? 'host' : kind, range, satisfied }];
    });
  return [
    ...edges(facts.dependencies, 'dependency'),
    ...edges(facts.peerDependencies, 'peer'),
    ...edges(facts.optionalDependencies, 'optional'),
  ];
}

/** Whether the package at its start stops working without the one at its end. */
export function isHard({ kind }: GraphEdge): boolean {
  return kind !== 'optional';
}
