import type { RootConfigService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import { ORGANIZATION_ROLES, type OrganizationRole } from './grants';

/** A tenant, as configured. @public */
export interface Organization {
  id: string;
  title: string;
  members: Array<{ ref: string; role: OrganizationRole }>;
}

const ID_PATTERN = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const REF_PATTERN = /^(user|group):[^/:\s]+\/[^/:\s]+$/;

/**
 * The organizations and their members, from `sceneshift.organizations`.
 *
 * @public
 */
export class Organizations {
  private constructor(
    private readonly organizations: Organization[],
    /** The organization of the plugins that this portal hosts. */
    readonly portal: string | undefined,
  ) {}

  static fromConfig(config: RootConfigService): Organizations {
    const organizations =
      config
        .getOptionalConfigArray('sceneshift.organizations')
        ?.map(readOrganization) ?? [];
    assertUnique(organizations);
    const portal =
      config.getOptionalString('sceneshift.portalOrganization') ??
      organizations[0]?.id;
    return new Organizations(organizations, portal);
  }

  list(): Organization[] {
    return this.organizations;
  }

  get(id: string): Organization | undefined {
    return this.organizations.find(organization => organization.id === id);
  }

  /** The highest role that any of the references (a user's own and its groups') has. */
  roleOf(
    organizationId: string,
    entityRefs: readonly string[],
  ): OrganizationRole | undefined {
    const refs = new Set(entityRefs.map(normalize));
    const roles = (this.get(organizationId)?.members ?? [])
      .filter(member => refs.has(member.ref))
      .map(member => ORGANIZATION_ROLES.indexOf(member.role));
    return ORGANIZATION_ROLES[Math.max(-1, ...roles)];
  }

  /** The organizations in which any of the references is a member. */
  memberships(entityRefs: readonly string[]): Organization[] {
    return this.organizations.filter(
      ({ id }) => this.roleOf(id, entityRefs) !== undefined,
    );
  }
}

function readOrganization(config: Config): Organization {
  const id = config.getString('id');
  if (!ID_PATTERN.test(id)) {
    throw new Error(
      `Invalid organization id '${id}' in sceneshift.organizations: use lower case letters, digits and hyphens`,
    );
  }
  const members = config.getOptionalConfigArray('members') ?? [];
  return {
    id,
    title: config.getOptionalString('title') ?? id,
    members: members.map(member => readMember(id, member)),
  };
}

function readMember(organization: string, config: Config) {
  const ref = normalize(config.getString('ref'));
  const role = config.getString('role') as OrganizationRole;
  if (!REF_PATTERN.test(ref)) {
    throw new Error(
      `Invalid member '${ref}' of organization '${organization}': use a full reference such as user:default/guest`,
    );
  }
  if (!ORGANIZATION_ROLES.includes(role)) {
    throw new Error(
      `Invalid role '${role}' of member '${ref}' of organization '${organization}': use one of ${ORGANIZATION_ROLES.join(
        ', ',
      )}`,
    );
  }
  return { ref, role };
}

function assertUnique(organizations: Organization[]): void {
  const seen = new Set<string>();
  for (const { id } of organizations) {
    if (seen.has(id)) {
      throw new Error(
        `The organization '${id}' stands twice in sceneshift.organizations`,
      );
    }
    seen.add(id);
  }
}

/** Entity references compare without case. */
function normalize(ref: string): string {
  return ref.toLocaleLowerCase('en-US');
}
