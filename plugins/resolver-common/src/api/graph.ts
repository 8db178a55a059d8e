import type { Advisory } from '../types';
import type { StaleFacts } from './answer';

/** What an environment is made of, for pictures. @public */
export interface DependencyGraph {
  environment?: string;
  backstageRelease: string;
  nodes: GraphNode[];
  edges: GraphEdge[];
  /** Present when the registry did not answer, and its facts of an earlier look were used. */
  staleFacts?: StaleFacts;
}

/** @public */
export interface GraphNode {
  name: string;
  version: string;
  kind: 'package' | 'host';
  pluginId?: string;
  role?: string;
  /** Why it is here, one sentence each. */
  reasons: string[];
  /** Packages that would break without it, directly or through others. */
  neededBy: string[];
  /** Known weaknesses of this very version. */
  advisories?: Advisory[];
  /** Its publisher took this version back. */
  yanked?: boolean;
}

/** @public */
export interface GraphEdge {
  from: string;
  to: string;
  kind: 'dependency' | 'optional' | 'peer' | 'host' | 'capability';
  range: string;
  satisfied: boolean;
}
