export interface Config {
  sceneshift?: {
    /** The environment that this portal serves; its Backstage release is the one of requests that name none. */
    environment?: string;
    environments?: Array<{
      name: string;
      backstageRelease?: string;
      policy?: {
        /**
         * Versions with an advisory of this severity or worse are not chosen, and installed ones move off them with the next
         * change. Default: high.
         */
        advisorySeverity?: 'low' | 'moderate' | 'high' | 'critical';
        /** Ranges match prereleases too. Default: false. */
        includePrerelease?: boolean;
        /** Younger versions are not chosen, unless they are installed or named exactly. Default: 0. */
        minimumReleaseAgeDays?: number;
        /** Versions of these packages are chosen in the range alone, whoever asks. */
        pins?: Array<{ package: string; range: string }>;
        /** Versions of these packages are not chosen, and installed ones move off them with the next change. */
        denied?: Array<{
          package: string;
          /** Default: all. */
          range?: string;
        }>;
      };
    }>;

    resolver?: {
      /** The policy of all environments, as `environments[].policy`. What an environment says itself wins; pins and denials add up. */
      policy?: {
        /** See `environments[].policy`. Default: high. */
        advisorySeverity?: 'low' | 'moderate' | 'high' | 'critical';
        /** Ranges match prereleases too. Default: false. */
        includePrerelease?: boolean;
        /** Younger versions are not chosen, unless they are installed or named exactly. Default: 0. */
        minimumReleaseAgeDays?: number;
        /** Versions of these packages are chosen in the range alone, whoever asks. */
        pins?: Array<{ package: string; range: string }>;
        /** Versions of these packages are not chosen, and installed ones move off them with the next change. */
        denied?: Array<{
          package: string;
          /** Default: all. */
          range?: string;
        }>;
      };
      limits?: {
        /** Threads that search. Default: 2. */
        threads?: number;
        /** Requests that wait for a thread; more are answered with 429. Default: 100. */
        waiting?: number;
        /** Heap of one thread, in MiB. Default: 512. */
        heapMegabytes?: number;
        /** Largest body of a request, in bytes. Default: 67108864 (64 MiB). */
        bodyBytes?: number;
      };
    };
  };
}
