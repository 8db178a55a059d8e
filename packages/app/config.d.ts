/**
 * Which sign-in providers exist, so that the sign-in page shows a button for each. Their settings stay in
 * the backend.
 */
export interface Config {
  auth?: {
    /** @visibility frontend */
    environment?: string;
    providers?: {
      /** @visibility frontend */
      guest?: object;
      /** @visibility frontend */
      github?: object;
      /** @visibility frontend */
      oidc?: object;
    };
  };
}
