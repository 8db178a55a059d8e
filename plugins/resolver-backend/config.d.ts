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
      };
    }>;

    resolver?: {
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
