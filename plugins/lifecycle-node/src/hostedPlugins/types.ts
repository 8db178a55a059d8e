/**
 * Where a hosted plugin answers.
 *
 * @public
 */
export interface HostedPluginRoute {
  /** Base URLs of the supervisors that serve it, without a trailing slash; empty while none does. */
  addresses: string[];
  /** The public half of its hosts' signing key. */
  signingKey?: {
    keyId: string;
    /** PEM, SPKI. */
    publicKey: string;
  };
  /**
   * Why no request may reach it now, whatever serves. `maintenance`: its database is being changed over, requests wait a while.
   * `paused`: the hosts of the environment are stopped.
   */
  held?: 'maintenance' | 'paused';
  /** Whether a supervisor that was heard of lately serves it; absent for a plugin that ought not to serve. */
  health?: 'serving' | 'unavailable';
}

/** The hosted plugins of one environment. @public */
export interface HostedEnvironment {
  /** A request to a host that takes longer ends with 504, in milliseconds. */
  requestTimeoutMs: number;
  /** So many requests to one plugin may be under way in this process, upgraded connections included; further ones end with 503. */
  maxRequestsInFlight: number;
  /** Every id in here is reserved: it answers 503 while no supervisor serves it, never 404. */
  plugins: Record<string, HostedPluginRoute>;
}

/** All that the proxy knows. @public */
export interface HostedPluginsSnapshot {
  /** The environment whose plugins answer at `/api/<id>`. */
  currentEnvironment: string;
  environments: Record<string, HostedEnvironment>;
}

/**
 * The table of hosted plugins of a control-plane process, in memory. The lifecycle plugin fills it from the database, the root
 * HTTP router routes by it.
 *
 * @public
 */
export interface HostedPluginsService {
  /** The table; undefined until it was filled for the first time after the start. */
  snapshot(): HostedPluginsSnapshot | undefined;
  /** How long ago the table was replaced, in milliseconds; without an end while there is none. */
  ageMs(): number;
  /** Replaces the table. */
  update(snapshot: HostedPluginsSnapshot): void;
  /** Resolves when the table is replaced, or after the time. */
  whenUpdated(timeoutMs: number): Promise<void>;
  /** Resolves to whether the table was filled within the time. */
  whenLoaded(timeoutMs: number): Promise<boolean>;
}
