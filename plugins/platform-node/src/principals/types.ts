import type { Request } from 'express';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Permission } from '@backstage/plugin-permission-common';
import type { ApiKeyScope } from '../apiKeys/types';

/**
 * Who calls. The organization comes from the credential (and, for members of several, from
 * `X-Sceneshift-Organization` after a membership check), never from a body or a path.
 *
 * @public
 */
export type Principal =
  | {
      kind: 'user';
      organizationId: string;
      userEntityRef: string;
      credentials: BackstageCredentials;
      /** The hosted plugin that acts on the user's behalf, if one does: it may not mutate anything. */
      actingPluginId?: string;
    }
  | {
      kind: 'api-key';
      organizationId: string;
      keyId: string;
      name: string;
      scopes: ApiKeyScope[];
    }
  | {
      /** A first-party plugin of this control plane (registry, lifecycle, resolver, workflows). */
      kind: 'room';
      organizationId: string;
      pluginId: string;
      credentials: BackstageCredentials;
    }
  | {
      /** A hosted plugin with its own service token. Denied on every mutation. */
      kind: 'hosted-plugin';
      organizationId: string;
      pluginId: string;
    };

/** Turns a request into a principal. @public */
export interface PrincipalsService {
  /**
   * @throws SceneshiftError `UNAUTHENTICATED`, `API_KEY_INVALID`, `API_KEY_EXPIRED`, `API_KEY_REVOKED`,
   * `RATE_LIMITED`, `NO_ORGANIZATION`, `ORGANIZATION_REQUIRED`, `ORGANIZATION_FORBIDDEN`
   */
  fromRequest(request: Request): Promise<Principal>;
}

/** The one decision point of every room. @public */
export interface AuthorizerService {
  /**
   * Asks Backstage's permission framework for users and the key's scopes for API keys.
   *
   * @throws SceneshiftError `FORBIDDEN`, `SCOPE_MISSING`
   */
  authorize(principal: Principal, permission: Permission): Promise<void>;
  /**
   * Passes only API keys of scope `environment:<environment>:host`.
   *
   * @throws SceneshiftError `SCOPE_MISSING`
   */
  authorizeHost(principal: Principal, environment: string): Promise<void>;
}

/** How a principal is named in audit rows: `user:default/guest`, `api-key:<id>`, `plugin:<id>`. @public */
export function principalRef(principal: Principal): string {
  switch (principal.kind) {
    case 'user':
      return principal.userEntityRef;
    case 'api-key':
      return `api-key:${principal.keyId}`;
    default:
      return `plugin:${principal.pluginId}`;
  }
}
