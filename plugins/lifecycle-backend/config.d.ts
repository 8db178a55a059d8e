export interface Config {
  sceneshift?: {
    /**
     * The environment that this portal itself serves: its hosted plugins answer at `/api/<id>`, its frontends are loaded by the
     * app. Default: `development`.
     */
    environment?: string;

    /**
     * The places where plugins run. Written to the database at each start; an environment that is no longer listed stays there,
     * untouched.
     */
    environments?: Array<{
      /** Lower case letters, digits and hyphens; unique in a control plane. Never rename. */
      name: string;
      /** Shown to people. Default: the name. */
      title?: string;
      /** Id of the organization that owns it. */
      organization: string;
      /** The Backstage release that its hosts run, e.g. `1.55.0`. Supervisors of another release are refused. */
      backstageRelease: string;
      /** Limits and times of its hosts. */
      policy?: {
        /** A new host must pass its gate within this time, in milliseconds. Default: 30000. */
        gateTimeoutMs?: number;
        /** The replaced host stays warm this long after a switch, in milliseconds. Default: 30000. */
        probationMs?: number;
        /** In-flight requests of a replaced host may take this long, in milliseconds. Default: 20000. */
        drainTimeoutMs?: number;
        /** Heap of a host, in megabytes. Default: 256. */
        maxOldSpaceMb?: number;
        /** Resident memory at which a host is killed, in megabytes. Default: 512. */
        maxRssMb?: number;
        /** A host that does not answer its heartbeat this long is killed, in milliseconds. Default: 5000. */
        heartbeatTimeoutMs?: number;
        /** A request that takes longer ends with 504, in milliseconds. Default: 60000. */
        requestTimeoutMs?: number;
        /**
         * So many requests to one plugin may be under way in one process of the control plane, and at one supervisor; WebSockets
         * and streams of events count as long as they last. Further ones end with 503 `HOST_BUSY`. Default: 1000.
         */
        maxRequestsInFlight?: number;
        /**
         * A new version is refused, or taken back in its probation, for an error that nothing in it handles (an unhandled
         * rejection, an uncaught exception). Set it to false for plugins that live with theirs: then such errors are only shown.
         * Default: true.
         */
        undoOnUnhandledErrors?: boolean;
        /**
         * The first supervisor of a rollout must serve this long without trouble before the others follow, in milliseconds. With a
         * single supervisor nothing waits. Default: 10000.
         */
        canaryMs?: number;
      };
      /**
       * Configuration that all of its hosts get. Allowed are `app.title`, `app.baseUrl`, `organization`, `backend.baseUrl` (these
       * four are taken from the portal when they are not given), `integrations` and `backend.reading`.
       *
       * @deepVisibility secret
       */
      sharedConfig?: {
        [key: string]: unknown;
      };
    }>;

    /** Plugin ids that hosted plugins may not have, in addition to those of Backstage's own plugins. */
    reservedPluginIds?: string[];

    /** Page paths that hosted plugins may not have, in addition to those of Backstage's own pages. */
    reservedRoutes?: string[];

    secrets?: {
      /**
       * Secrets, host passwords and signing keys are stored under this key (AES-256-GCM): at least 32 characters, the same on
       * all replicas. Required in production; a development portal without it keeps one in
       * `sceneshift.development.credentialsDirectory`.
       *
       * @visibility secret
       */
      encryptionKey?: string;
    };

    rollouts?: {
      /** A rollout that does not serve within this time fails. Default: 2 minutes. */
      timeout?: string | HumanDuration;
    };

    replicas?: {
      /** A supervisor that was not heard of this long counts as gone. They report every 5 seconds. Default: 15 seconds. */
      timeout?: string | HumanDuration;
    };

    hosts?: {
      database?: {
        /** Where hosts reach PostgreSQL, when it is not where the control plane reaches it. */
        host?: string;
        /** The port to it. */
        port?: number;
      };
    };

    snapshots?: {
      /**
       * Databases of plugins that do not serve any more, and those that were copied by hand, are kept this long.
       * Default: 30 days.
       */
      retention?: string | HumanDuration;
    };

    exports?: {
      /** Exports of plugin data that was deleted are kept this long. Default: 30 days. */
      retention?: string | HumanDuration;
    };

    remotes?: {
      /** Folder for the unpacked frontends. It may be emptied at any time. Default: `.data/remotes`. */
      directory?: string;
      /** Assets of earlier generations are served this long, for pages that are still open. Default: 7 days. */
      retention?: string | HumanDuration;
      /** Above this many megabytes the longest unused assets are removed before their time. Default: 2048. */
      diskBudgetMb?: number;
    };
  };
}

/** A duration such as `{ minutes: 5 }`. */
interface HumanDuration {
  days?: number;
  hours?: number;
  minutes?: number;
  seconds?: number;
  milliseconds?: number;
}
