import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import type {
  ConditionalPolicyDecision,
  Permission,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import type {
  PermissionResourceRef,
  PermissionRule,
} from '@backstage/plugin-permission-node';
import type { Organizations } from '../organizations/Organizations';
import { loadAuthorizeResult } from './loadAuthorizeResult';

/** The resource of our permissions. @public */
export interface OrganizationResource {
  id: string;
}

/** @public */
export type InOrganizationParams = { organizations: string[] };

const RULE_NAME = 'IN_ORGANIZATION';

/** The rule that policies answer with: the resource is one of the given organizations. @public */
export function inOrganizationRule(
  resourceType: string,
): PermissionRule<
  OrganizationResource,
  { organizations: string[] },
  string,
  InOrganizationParams
> {
  // Loaded when a room starts: whoever imports this package for its types does not wait for it.
  const { z } = require('zod/v4') as typeof import('zod/v4');
  return {
    name: RULE_NAME,
    description: 'Allow where the resource is one of the given organizations',
    resourceType,
    paramsSchema: z.object({
      organizations: z.array(z.string()).describe('Ids of organizations'),
    }),
    apply: (organization, { organizations }) =>
      organizations.includes(organization.id),
    toQuery: ({ organizations }) => ({ organizations }),
  };
}

/** The conditional decision "only in these organizations", for policies. @public */
export function inOrganizationDecision(
  permission: ResourcePermission,
  organizations: string[],
): ConditionalPolicyDecision {
  const { resourceType } = permission;
  return {
    result: loadAuthorizeResult().CONDITIONAL,
    pluginId: pluginOfPermission(permission),
    resourceType,
    conditions: { rule: RULE_NAME, resourceType, params: { organizations } },
  };
}

/**
 * Makes a room's permissions known to the permission framework, with organizations as their resource.
 * Call once in the room's `init`.
 *
 * @public
 */
export function registerOrganizationPermissions(options: {
  permissionsRegistry: PermissionsRegistryService;
  pluginId: string;
  resourceType: string;
  permissions: Permission[];
  organizations: Organizations;
}): void {
  const { resourceType, pluginId, organizations } = options;
  options.permissionsRegistry.addResourceType({
    resourceRef: organizationResourceRef(pluginId, resourceType),
    permissions: options.permissions,
    rules: [inOrganizationRule(resourceType)],
    getResources: async ids => ids.map(id => organizations.get(id)),
  });
}

/** True for permissions whose resource is an organization. @public */
export function isOrganizationPermission(
  permission: Permission,
): permission is ResourcePermission {
  return (
    permission.type === 'resource' &&
    /^[a-z]+-organization$/.test(permission.resourceType)
  );
}

/** Our permissions and resource types are named for their plugin: `registry.package.read`, `registry-organization`. */
function pluginOfPermission(permission: ResourcePermission): string {
  return permission.resourceType.replace(/-organization$/, '');
}

/**
 * What `createPermissionResourceRef` makes; written out, because importing `plugin-permission-node` costs 120 ms in
 * processes that only want this package's types.
 */
function organizationResourceRef(
  pluginId: string,
  resourceType: string,
): PermissionResourceRef<OrganizationResource, { organizations: string[] }> {
  return {
    $$type: '@backstage/PermissionResourceRef',
    pluginId,
    resourceType,
  } as PermissionResourceRef<OrganizationResource, { organizations: string[] }>;
}
