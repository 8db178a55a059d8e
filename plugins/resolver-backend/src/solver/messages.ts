import type { StaleFacts } from '@sceneshift/backstage-plugin-resolver-common';
import type { PolicyOptions } from '../service/EnvironmentPolicies';

/** One request for a solver thread. */
export interface SolverTask {
  /** The request as it was sent: JSON. */
  request: Uint8Array;
  /** Facts that the request needs, as JSON in shared memory. */
  snapshot?: { id: string; bytes: Uint8Array; stale?: StaleFacts };
  /** Of the environment, for requests over the snapshot. */
  policy?: PolicyOptions;
}

/** What a request leaves to the registry. */
export interface FactsNeeded {
  /** Packages to load facts of; empty when the request brings its own and only names a release. */
  names: string[];
}

/** A thread's reply: an answer as JSON, or what it needs first. */
export type SolverReply =
  | { kind: 'answer'; accepted: boolean; answer: Uint8Array }
  | { kind: 'needs'; needs: FactsNeeded }
  | { kind: 'failed'; message: string };
