import type {
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type {
  Permission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { Organizations } from '../organizations/Organizations';
import { isRead, roleGrants, scopeGrants } from '../organizations/grants';
import {
  inOrganizationRule,
  isOrganizationPermission,
} from '../permissions/organizationPermissions';
import { loadAuthorizeResult } from '../permissions/loadAuthorizeResult';
import type { AuthorizerService, Principal } from './types';

type User = Extract<Principal, { kind: 'user' }>;
type Key = Extract<Principal, { kind: 'api-key' }>;

/** The one decision point of the rooms. Denies by default. */
export class DefaultAuthorizerService implements AuthorizerService {
  constructor(
    private readonly deps: {
      permissions: PermissionsService;
      userInfo: UserInfoService;
      organizations: Organizations;
      /** `permission.enabled`. When off, the framework allows everything: then the configured roles decide alone. */
      permissionEnabled: boolean;
    },
  ) {}

  async authorize(principal: Principal, permission: Permission): Promise<void> {
    switch (principal.kind) {
      case 'api-key':
        return assertScope(principal, permission);
      case 'room':
        return undefined;
      case 'user':
        return this.authorizeUser(principal, permission);
      default:
        return assertReadOnly(principal.pluginId, permission);
    }
  }

  async authorizeHost(
    principal: Principal,
    environment: string,
  ): Promise<void> {
    const scope = `environment:${environment}:host` as const;
    if (principal.kind === 'api-key' && principal.scopes.includes(scope)) {
      return;
    }
    throw new SceneshiftError(
      'SCOPE_MISSING',
      `This needs an API key of scope '${scope}'`,
    );
  }

  private async authorizeUser(
    user: User,
    permission: Permission,
  ): Promise<void> {
    if (user.actingPluginId) assertReadOnly(user.actingPluginId, permission);
    const allowed = this.deps.permissionEnabled
      ? await this.askFramework(user, permission)
      : await this.hasRole(user, permission);
    if (allowed) return;
    throw new SceneshiftError(
      'FORBIDDEN',
      `${user.userEntityRef} lacks the permission '${permission.name}' in the organization '${user.organizationId}'`,
    );
  }

  private async askFramework(
    user: User,
    permission: Permission,
  ): Promise<boolean> {
    if (!isOrganizationPermission(permission)) return false;
    const [decision] = await this.deps.permissions.authorizeConditional(
      [{ permission }],
      { credentials: user.credentials },
    );
    return decision !== undefined && appliesTo(decision, permission, user);
  }

  private async hasRole(user: User, permission: Permission): Promise<boolean> {
    const { organizations, userInfo } = this.deps;
    const info = await userInfo.getUserInfo(user.credentials);
    const refs = [user.userEntityRef, ...info.ownershipEntityRefs];
    const role = organizations.roleOf(user.organizationId, refs);
    return role !== undefined && roleGrants(role, permission);
  }
}

/** Conditions are evaluated here: one hop to the policy instead of a second one back to ourselves. */
function appliesTo(
  decision: PolicyDecision,
  permission: Extract<Permission, { type: 'resource' }>,
  user: User,
): boolean {
  const AuthorizeResult = loadAuthorizeResult();
  if (decision.result !== AuthorizeResult.CONDITIONAL) {
    return decision.result === AuthorizeResult.ALLOW;
  }
  // Loaded here: importing it costs 120 ms, and only a process that serves a room gets this far.
  const { createConditionAuthorizer } =
    require('@backstage/plugin-permission-node') as typeof import('@backstage/plugin-permission-node');
  const rule = inOrganizationRule(permission.resourceType);
  const authorize = createConditionAuthorizer({ getRuleByName: () => rule });
  return authorize(decision, { id: user.organizationId });
}

function assertScope(key: Key, permission: Permission): void {
  if (key.scopes.some(scope => scopeGrants(scope, permission))) return;
  throw new SceneshiftError(
    'SCOPE_MISSING',
    `The API key '${key.name}' has the scopes ${key.scopes.join(
      ', ',
    )}, which do not grant '${permission.name}'`,
  );
}

function assertReadOnly(pluginId: string, permission: Permission): void {
  if (isRead(permission)) return;
  throw new SceneshiftError(
    'FORBIDDEN',
    `The plugin '${pluginId}' may not do this, also not on behalf of a user: '${permission.name}'`,
  );
}
