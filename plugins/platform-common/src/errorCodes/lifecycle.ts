import type { CodeTable } from './CodeTable';

/** Lifecycle. */
export const lifecycleCodes = {
  ENVIRONMENT_NOT_FOUND: { status: 404, title: 'The environment is not known' },
  GENERATION_NOT_FOUND: { status: 404, title: 'The generation is not known' },
  PLAN_NOT_FOUND: { status: 404, title: 'The plan is not known' },
  ROLLOUT_NOT_FOUND: { status: 404, title: 'The rollout is not known' },
  PLAN_STALE: {
    status: 409,
    title: 'The environment has changed since the plan was made',
  },
  PLAN_HASH_MISMATCH: { status: 409, title: 'The plan has another hash' },
  PLAN_BLOCKED: { status: 409, title: 'The plan has problems that block it' },
  ROLLOUT_IN_PROGRESS: { status: 409, title: 'Another rollout is in progress' },
  ROLLOUT_FINISHED: { status: 409, title: 'The rollout has ended' },
  NOT_INSTALLABLE: { status: 422, title: 'The version is not installable' },
  PLUGIN_NOT_INSTALLED: { status: 422, title: 'The plugin is not installed' },
  PLUGIN_ID_RESERVED: {
    status: 422,
    title: 'The plugin id belongs to the portal',
  },
  PLUGIN_ID_CONFLICT: { status: 422, title: 'The plugin id is taken' },
  ROUTE_CONFLICT: { status: 422, title: 'The route is taken' },
  CORE_MODULE_UNSUPPORTED: {
    status: 422,
    title: 'The module extends the portal itself',
  },
  CONFIG_REQUIRED: { status: 422, title: 'Required configuration is missing' },
  CONFIG_INVALID: {
    status: 422,
    title: 'The configuration does not match the schema',
  },
  MIGRATION_ONE_WAY: { status: 409, title: 'A migration cannot be undone' },
  CONFIRMATION_REQUIRED: {
    status: 409,
    title: 'The consequences have to be confirmed',
  },
  DATABASE_SNAPSHOT_NOT_FOUND: {
    status: 404,
    title: 'The database snapshot is not known',
  },
  DATABASE_SNAPSHOT_GONE: {
    status: 422,
    title: 'The database of that generation is not kept any more',
  },
  DATABASE_SNAPSHOT_IN_USE: {
    status: 409,
    title: 'The database snapshot is in use',
  },
  DATA_DELETION: { status: 409, title: 'The data of a plugin is deleted' },
  DATA_EXPORT_NOT_FOUND: { status: 404, title: 'The export is not known' },
  ENVIRONMENT_PAUSED: { status: 409, title: 'The environment is paused' },
  ENVIRONMENT_NOT_PAUSED: {
    status: 409,
    title: 'The environment is not paused',
  },
  PLUGIN_IN_MAINTENANCE: {
    status: 503,
    title: "The plugin's database is being changed over",
  },
  SECRET_NOT_FOUND: { status: 404, title: 'The secret is not known' },
  SECRET_IN_USE: { status: 409, title: 'The secret is used by a plugin' },
  NO_REPLICA: { status: 503, title: 'No supervisor serves the environment' },
  REPLICA_GENERATION_UNKNOWN: {
    status: 409,
    title: 'The environment has no such generation',
  },
  REPLICA_ID_IN_USE: {
    status: 409,
    title: 'Another supervisor lives under this id',
  },
  REPLICA_NOT_REGISTERED: {
    status: 409,
    title: 'The supervisor has not asked what to run',
  },
  REPLICA_BASELINE_MISMATCH: {
    status: 409,
    title: 'The supervisor runs another Backstage release',
  },
} as const satisfies CodeTable;
