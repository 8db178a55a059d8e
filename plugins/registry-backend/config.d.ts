export interface Config {
  sceneshift?: {
    /** The environment that this portal serves; its Backstage release is the one that new versions are packed for. */
    environment?: string;
    environments?: Array<{
      name: string;
      backstageRelease?: string;
    }>;

    baselines?: {
      /** Folder with one `<release>.json` per Backstage release, as `sceneshift baseline create` writes them. */
      directory?: string;
    };

    registry?: {
      /**
       * Whether the first organization to publish under an npm scope owns it from then on. Otherwise scopes are claimed
       * under `scopes` only. Default: false.
       */
      claimScopesOnFirstPublish?: boolean;
      /** Claims of npm scopes, e.g. `{ scope: '@acme', organization: 'acme' }`. */
      scopes?: Array<{
        scope: string;
        organization: string;
      }>;
      limits?: {
        /** Largest npm tarball and artifact, in bytes, compressed. Default: 52428800 (50 MiB). */
        tarballBytes?: number;
        /** Largest sum of all files in one tarball, in bytes. Default: 262144000 (250 MiB). */
        unpackedBytes?: number;
        /** Largest file in a tarball, in bytes. Default: 67108864 (64 MiB). */
        entryBytes?: number;
        /** Most entries in a tarball. Default: 20000. */
        entries?: number;
        /** Time to read one tarball, in milliseconds. Default: 30000. */
        ingestMillis?: number;
        /** Tarballs that are read at the same time. Default: 2. */
        ingestProcesses?: number;
        /** Uploads that are received and wait to be read at the same time; the next one hears `503 INGEST_BUSY`. Default: 50. */
        uploads?: number;
      };
      packing?: {
        /** A claimed pack job that is neither completed nor failed in this time is given out again, in seconds. Default: 900. */
        leaseSeconds?: number;
      };
    };
  };
}
