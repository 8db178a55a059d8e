import type { Digest } from '@sceneshift/backstage-platform-common';
import type { FailureReason } from './types';

/**
 * What a supervisor should run: answered to `GET …/environments/{env}/desired?replica=<id>&incarnation=<directory>.<start>&revision=<known>&wait=<s>`.
 * While a rollout goes from replica to replica, those that were not told of it yet get what served before; without `replica`
 * the answer is what the rollout brings.
 * Long poll: answers at once when the revision differs from the known one, else after `wait` seconds with 304.
 * Contains credentials: only a key of scope `environment:<name>:host` may read it.
 *
 * @public
 */
export interface DesiredState {
  environment: string;
  /** Opaque; changes whenever anything below changes. */
  revision: string;
  generation: number;
  /** The rollout that this state belongs to, while one is in progress. */
  rolloutId?: string;
  backstageRelease: string;
  /** Hosts to run, one per plugin with a backend. Frontend-only plugins are not listed. */
  hosts: DesiredHost[];
  /** Configuration shared by all hosts: `app.title`, `app.baseUrl`, `organization`, `integrations`, `backend.baseUrl` … */
  sharedConfig: Record<string, unknown>;
  policy: HostPolicy;
}

/** Limits and times of the hosts of an environment. @public */
export interface HostPolicy {
  /** A candidate must pass its gate within this time. Default 30 000 ms. */
  gateTimeoutMs: number;
  /** The replaced host stays warm this long after a switch. Default 30 000 ms. */
  probationMs: number;
  /** In-flight requests of a replaced host may take this long. Default 20 000 ms. */
  drainTimeoutMs: number;
  /** V8 old space. Default 256. */
  maxOldSpaceMb: number;
  /** Resident memory at which a host is killed. Default 512. */
  maxRssMb: number;
  /** A serving host that does not answer its heartbeat this long is killed. Default 5 000 ms. */
  heartbeatTimeoutMs: number;
  /** A request to a host that takes longer ends with 504. Default 60 000 ms. */
  requestTimeoutMs: number;
  /**
   * Requests to one plugin that may be under way in one process of the control plane, and at one replica; WebSockets count as
   * long as they last. Further ones end with 503. Default 1 000.
   */
  maxRequestsInFlight?: number;
  /**
   * A new version is refused, or taken back in its probation, for an error that nothing in it handles. Without it such errors are
   * only shown. Default true.
   */
  undoOnUnhandledErrors?: boolean;
}

/** {@link HostPolicy} and what concerns rollouts alone: supervisors are not sent it. @public */
export interface EnvironmentPolicy extends HostPolicy {
  /**
   * The first replica of a rollout must serve this long without trouble before the others follow. With a single replica
   * nothing waits. Default 10 000 ms.
   */
  canaryMs: number;
}

/** @public */
export interface DesiredHost {
  pluginId: string;
  /** Changes exactly when the host has to be replaced. */
  specDigest: string;
  /** Plugin first, then modules that join its host. */
  packages: DesiredPackage[];
  /** The plugin's own configuration with secrets resolved. */
  config: Record<string, unknown>;
  /** Those of the values above that are secret: hosts and supervisors keep them out of every log. */
  secretValues?: string[];
  database: {
    host: string;
    port: number;
    user: string;
    password: string;
    database: string;
  };
  /** EC P-256, PEM (SPKI, PKCS8): `backend.auth.pluginKeyStore` type `static`. */
  signingKey: { keyId: string; publicKey: string; privateKey: string };
}

/** @public */
export interface DesiredPackage {
  name: string;
  version: string;
  role: 'backend-plugin' | 'backend-plugin-module';
  digest: Digest;
  /** Path on the control plane that serves the gzipped tarball to the supervisor's key. */
  downloadPath: string;
  /** Bytes. */
  size: number;
}

/**
 * What a supervisor reports: `POST …/environments/{env}/replicas/{id}/status`, at each change and every 5 s.
 *
 * @public
 */
export interface ReplicaStatus {
  /**
   * What tells this supervisor from others under its id, as in `GET …/desired?incarnation=`: the identity of its data directory, a
   * dot, and a number that grows with every start on it.
   */
  incarnation?: string;
  /** Base URL of the front, without a trailing slash: `http://127.0.0.1:7100`. */
  address: string;
  backstageRelease: string;
  /** The revision that the replica has last converged to or is converging to. */
  revision: string;
  /** The generation that this replica's front serves now. */
  generation: number;
  rollout?: ReplicaRollout;
  hosts: ReplicaHost[];
}

/** Progress of the desired state on one replica. @public */
export interface ReplicaRollout {
  /** As in {@link DesiredState.rolloutId}; absent when converging outside a rollout. */
  rolloutId?: string;
  generation: number;
  state:
    | 'fetching'
    | 'verifying'
    | 'starting'
    | 'checking'
    | 'serving'
    | 'failed'
    | 'rolledBack';
  reason?: FailureReason;
  /** Up to 200 redacted lines of the host that failed. */
  logs?: string[];
}

/** @public */
export interface ReplicaHost {
  pluginId: string;
  specDigest: string;
  state: 'starting' | 'serving' | 'draining' | 'failed' | 'stopped';
  pid?: number;
  /** Bytes. */
  rss?: number;
  restarts: number;
  startedAt?: string;
  reason?: FailureReason;
  /** It serves, and does what a good version does not: errors that nothing handles, a flooded log. */
  warning?: FailureReason;
  /** Newest last, at most 200, redacted; sent when they changed. */
  logs?: string[];
}
