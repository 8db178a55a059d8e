import { createPermission } from '@backstage/plugin-permission-common';

/** The resource type that resolver permissions speak of: an organization, by id. @public */
export const RESOURCE_TYPE_RESOLVER_ORGANIZATION = 'resolver-organization';

const resourceType = RESOURCE_TYPE_RESOLVER_ORGANIZATION;

/** Ask what goes together. Answers are computed and not kept. @public */
export const resolverRequestResolvePermission = createPermission({
  name: 'resolver.request.resolve',
  attributes: { action: 'read' },
  resourceType,
});

/** Read stored plans. @public */
export const resolverPlanReadPermission = createPermission({
  name: 'resolver.plan.read',
  attributes: { action: 'read' },
  resourceType,
});

/** Make and store plans. @public */
export const resolverPlanCreatePermission = createPermission({
  name: 'resolver.plan.create',
  attributes: { action: 'create' },
  resourceType,
});

/** Accept advisories for a time, and revoke that. @public */
export const resolverAdvisoryAcceptPermission = createPermission({
  name: 'resolver.advisory.accept',
  attributes: { action: 'update' },
  resourceType,
});

/** @public */
export const resolverPermissions = [
  resolverRequestResolvePermission,
  resolverPlanReadPermission,
  resolverPlanCreatePermission,
  resolverAdvisoryAcceptPermission,
];
