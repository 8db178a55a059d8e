import { createApiRef } from '@backstage/frontend-plugin-api';

/** An installed package, or something of the host. */
export interface GraphNode {
  name: string;
  version: string;
  kind: 'package' | 'host';
  pluginId?: string;
  /** Why it is here, one sentence each. */
  reasons: string[];
  /** Packages that would break without it. */
  neededBy: string[];
}

/** One package's need of another. */
export interface GraphEdge {
  from: string;
  to: string;
  kind: 'dependency' | 'optional' | 'peer' | 'host' | 'capability';
  range: string;
  satisfied: boolean;
}

/** As `GET /api/resolver/v1/graph` answers it. */
export interface DependencyGraph {
  backstageRelease: string;
  nodes: GraphNode[];
  edges: GraphEdge[];
}

/** What the pages ask the resolver. */
export interface ResolverApi {
  getGraph(environment: string, signal?: AbortSignal): Promise<DependencyGraph>;
}

export const resolverApiRef = createApiRef<ResolverApi>().with({
  id: 'plugin.resolver.api',
  pluginId: 'resolver',
});
