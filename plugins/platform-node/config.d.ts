export interface Config {
  sceneshift?: {
    /**
     * The tenants of this control plane and their members. At least one is needed.
     */
    organizations?: Array<{
      /** Lower case letters, digits and hyphens. Every stored row carries it: never rename. */
      id: string;
      /** Shown to people. Default: the id. */
      title?: string;
      members?: Array<{
        /** A user or group entity reference, e.g. `user:default/guest` or `group:default/platform`. */
        ref: string;
        /**
         * `viewer` reads; `publisher` also publishes; `operator` also plans, rolls out and manages secrets;
         * `admin` also manages API keys. A member with several entries has the highest role.
         */
        role: 'viewer' | 'publisher' | 'operator' | 'admin';
      }>;
    }>;

    /**
     * The organization that this portal's hosted plugins belong to. Default: the first organization.
     */
    portalOrganization?: string;

    apiKeys?: {
      /**
       * Key of the HMAC under which API keys are stored, at least 32 characters. Required in production: changing it
       * makes every key unknown. In development a random one is generated and kept in the platform database.
       *
       * @visibility secret
       */
      pepper?: string;
    };

    artifacts?: {
      /**
       * Absolute path of the folder that holds published tarballs and artifacts by content digest.
       */
      directory?: string;
    };

    development?: {
      /**
       * Folder in which a development backend keeps `dev-api-key`, `host-key` and `pack-key`, readable by the owner
       * alone. Refused when `NODE_ENV` is not `development`.
       */
      credentialsDirectory?: string;
    };
  };
}
