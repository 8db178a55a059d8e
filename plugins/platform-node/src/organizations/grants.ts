import type { Permission } from '@backstage/plugin-permission-common';
import type { ApiKeyScope } from '../apiKeys/types';

/** The role of a member in an organization, weakest first. @public */
export const ORGANIZATION_ROLES = [
  'viewer',
  'publisher',
  'operator',
  'admin',
] as const;

/** @public */
export type OrganizationRole = (typeof ORGANIZATION_ROLES)[number];

const PUBLISHER = ['registry.package.publish', 'registry.advisory.manage'];
const DEPLOYER = [
  'lifecycle.plan.create',
  'lifecycle.rollout.manage',
  'resolver.plan.create',
];
const OPERATOR = [
  ...PUBLISHER,
  ...DEPLOYER,
  'lifecycle.data.manage',
  'lifecycle.environment.pause',
  'lifecycle.secret.manage',
  'resolver.advisory.accept',
];

/**
 * Whether a role grants a permission of ours. Every role reads; an admin may do everything, also what later rooms add.
 *
 * @public
 */
export function roleGrants(
  role: OrganizationRole,
  permission: Permission,
): boolean {
  if (role === 'admin' || isRead(permission)) return true;
  if (role === 'operator') return OPERATOR.includes(permission.name);
  return role === 'publisher' && PUBLISHER.includes(permission.name);
}

/**
 * Whether a scope of an API key grants a permission of ours. A supervisor's scope downloads artifacts and nothing else;
 * the desired state of its environment is guarded by `authorizeHost`.
 *
 * @public
 */
export function scopeGrants(
  scope: ApiKeyScope,
  permission: Permission,
): boolean {
  switch (scope) {
    case 'admin':
      return true;
    case 'read':
      return isRead(permission);
    case 'publish':
      return isRead(permission) || PUBLISHER.includes(permission.name);
    case 'deploy':
      return isRead(permission) || DEPLOYER.includes(permission.name);
    default:
      return permission.name === 'registry.artifact.read';
  }
}

/** True for permissions that change nothing. @public */
export function isRead(permission: Permission): boolean {
  return permission.attributes.action === 'read';
}
