import { createPermission } from '@backstage/plugin-permission-common';

/** The resource type that registry permissions speak of: an organization, by id. @public */
export const RESOURCE_TYPE_REGISTRY_ORGANIZATION = 'registry-organization';

const resourceType = RESOURCE_TYPE_REGISTRY_ORGANIZATION;

/** Read plugins, packages, versions and artifacts. @public */
export const registryPackageReadPermission = createPermission({
  name: 'registry.package.read',
  attributes: { action: 'read' },
  resourceType,
});

/** Download artifacts: what a supervisor's key may do, besides everyone who reads packages. @public */
export const registryArtifactReadPermission = createPermission({
  name: 'registry.artifact.read',
  attributes: { action: 'read' },
  resourceType,
});

/** Publish or import versions, move tags, deprecate, yank, upload artifacts. @public */
export const registryPackagePublishPermission = createPermission({
  name: 'registry.package.publish',
  attributes: { action: 'create' },
  resourceType,
});

/** Record and withdraw advisories. @public */
export const registryAdvisoryManagePermission = createPermission({
  name: 'registry.advisory.manage',
  attributes: { action: 'update' },
  resourceType,
});

/** List, create and revoke API keys. @public */
export const registryApiKeyManagePermission = createPermission({
  name: 'registry.api-key.manage',
  attributes: { action: 'update' },
  resourceType,
});

/** @public */
export const registryPermissions = [
  registryPackageReadPermission,
  registryArtifactReadPermission,
  registryPackagePublishPermission,
  registryAdvisoryManagePermission,
  registryApiKeyManagePermission,
];
