import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  inOrganizationDecision,
  isOrganizationPermission,
  roleGrants,
  type Organizations,
} from '@sceneshift/backstage-platform-node';

/**
 * Answers Sceneshift's permissions by the user's role in each organization, and allows signed-in users all others,
 * as Backstage does without a policy.
 *
 * @public
 */
export class OrganizationRolesPolicy implements PermissionPolicy {
  constructor(private readonly organizations: Organizations) {}

  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!user) return { result: AuthorizeResult.DENY };
    if (!isOrganizationPermission(permission)) {
      return { result: AuthorizeResult.ALLOW };
    }
    const { userEntityRef, ownershipEntityRefs } = user.info;
    const refs = [userEntityRef, ...ownershipEntityRefs];
    const granted = this.organizations.list().filter(({ id }) => {
      const role = this.organizations.roleOf(id, refs);
      return role !== undefined && roleGrants(role, permission);
    });
    if (granted.length === 0) return { result: AuthorizeResult.DENY };
    return inOrganizationDecision(
      permission,
      granted.map(({ id }) => id),
    );
  }
}
