import { createPermission } from '@backstage/plugin-permission-common';

/** The resource type that lifecycle permissions speak of: an organization, by id. @public */
export const RESOURCE_TYPE_LIFECYCLE_ORGANIZATION = 'lifecycle-organization';

const resourceType = RESOURCE_TYPE_LIFECYCLE_ORGANIZATION;

/** See environments, generations, plans, rollouts and logs. @public */
export const lifecycleEnvironmentReadPermission = createPermission({
  name: 'lifecycle.environment.read',
  attributes: { action: 'read' },
  resourceType,
});

/** Make plans. Changes nothing in an environment. @public */
export const lifecyclePlanCreatePermission = createPermission({
  name: 'lifecycle.plan.create',
  attributes: { action: 'create' },
  resourceType,
});

/** Start, cancel and undo rollouts. @public */
export const lifecycleRolloutManagePermission = createPermission({
  name: 'lifecycle.rollout.manage',
  attributes: { action: 'update' },
  resourceType,
});

/** Write and delete secrets of an environment. @public */
export const lifecycleSecretManagePermission = createPermission({
  name: 'lifecycle.secret.manage',
  attributes: { action: 'update' },
  resourceType,
});

/** Make, restore and delete snapshots of plugin data; read and delete exports. @public */
export const lifecycleDataManagePermission = createPermission({
  name: 'lifecycle.data.manage',
  attributes: { action: 'update' },
  resourceType,
});

/** Pause and resume environments. @public */
export const lifecycleEnvironmentPausePermission = createPermission({
  name: 'lifecycle.environment.pause',
  attributes: { action: 'update' },
  resourceType,
});

/** @public */
export const lifecyclePermissions = [
  lifecycleEnvironmentReadPermission,
  lifecyclePlanCreatePermission,
  lifecycleRolloutManagePermission,
  lifecycleSecretManagePermission,
  lifecycleDataManagePermission,
  lifecycleEnvironmentPausePermission,
];
