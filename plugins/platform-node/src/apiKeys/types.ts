/**
 * - `read`: every read. `publish`: read + publish. `deploy`: read + plan + roll out. `admin`: everything of the organization.
 * - `environment:<name>:host`: a supervisor's: desired state, status and artifacts of that environment, nothing else.
 *
 * @public
 */
export type ApiKeyScope =
  | 'read'
  | 'publish'
  | 'deploy'
  | 'admin'
  | `environment:${string}:host`;

/** An API key as stored: the key itself is known only as a hash. @public */
export interface ApiKey {
  id: string;
  organizationId: string;
  name: string;
  scopes: ApiKeyScope[];
  prefix: string;
  createdBy: string;
  createdAt: Date;
  expiresAt?: Date;
  lastUsedAt?: Date;
  revokedAt?: Date;
}

/**
 * Keys `ssk_<id>_<secret><crc>`: 32 random bytes, stored as HMAC-SHA-256 with a pepper from configuration
 * (`sceneshift.apiKeys.pepper`). Root-scoped: all rooms of the control plane share it, in its own database.
 *
 * @public
 */
export interface ApiKeysService {
  create(input: {
    organizationId: string;
    name: string;
    scopes: ApiKeyScope[];
    createdBy: string;
    expiresAt?: Date;
  }): Promise<{ apiKey: ApiKey; key: string }>;
  list(organizationId: string): Promise<ApiKey[]>;
  /** Unknown and foreign ids throw `NOT_FOUND` alike. */
  revoke(organizationId: string, id: string, revokedBy: string): Promise<void>;
  /**
   * @param from - the address of the client, as far as one sent the key: wrong keys of one address are limited in number
   * @throws SceneshiftError `API_KEY_INVALID`, `API_KEY_EXPIRED`, `API_KEY_REVOKED`, `RATE_LIMITED`
   */
  verify(key: string, from?: { address?: string }): Promise<ApiKey>;
}
