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

/** A thread's reply: an answer as JSON, or what it needs first and the request as it came. */
export type SolverReply =
  | { kind: 'answer'; accepted: boolean; answer: Uint8Array }
  | { kind: 'needs'; needs: FactsNeeded; request: Uint8Array }
  | { kind: 'failed'; message: string };

/**
 * Bytes that go to another thread without a copy, and are gone here: copying megabytes holds up the event loop. Those that share
 * their memory with others are copied.
 */
export function handedOver(bytes: Uint8Array): ArrayBuffer[] {
  const { buffer } = bytes;
  const isAlone = bytes.byteLength === buffer.byteLength;
  return isAlone && buffer instanceof ArrayBuffer ? [buffer] : [];
}
