/**
 * Every code that a Sceneshift API answers with, in one place.
 * `docs/reference/error-codes.md` is generated from this table: codes are stable, titles may be reworded.
 *
 * @public
 */
export const errorCatalogue = {
  // requests
  INPUT_INVALID: { status: 400, title: 'The request is malformed' },
  BODY_TOO_LARGE: { status: 413, title: 'The request body is too large' },
  NOT_FOUND: { status: 404, title: 'No such thing' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'The method is not allowed here' },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: 'The idempotency key was used with another body',
  },
  IDEMPOTENCY_KEY_IN_USE: {
    status: 409,
    title: 'The first request with the idempotency key is not answered yet',
  },
  RATE_LIMITED: { status: 429, title: 'Too many requests' },
  INTERNAL: { status: 500, title: 'Something went wrong on our side' },
  UNAVAILABLE: {
    status: 503,
    title: 'A service that is needed does not answer',
  },
  STORAGE_FULL: { status: 507, title: 'The store has no room left' },

  // credentials
  UNAUTHENTICATED: { status: 401, title: 'No valid credential was sent' },
  API_KEY_INVALID: { status: 401, title: 'The API key is not known' },
  API_KEY_EXPIRED: { status: 401, title: 'The API key has expired' },
  API_KEY_REVOKED: { status: 401, title: 'The API key was revoked' },
  FORBIDDEN: { status: 403, title: 'The caller may not do this' },
  SCOPE_MISSING: { status: 403, title: 'The API key lacks the scope' },
  ORGANIZATION_REQUIRED: {
    status: 400,
    title: 'Several organizations are possible',
  },
  ORGANIZATION_FORBIDDEN: {
    status: 403,
    title: 'The caller is not a member of the organization',
  },
  NO_ORGANIZATION: {
    status: 403,
    title: 'The caller belongs to no organization',
  },

  // publishing
  PACKAGE_NOT_FOUND: { status: 404, title: 'The package is not known' },
  VERSION_NOT_FOUND: { status: 404, title: 'The version is not known' },
  PLUGIN_NOT_FOUND: { status: 404, title: 'The plugin is not known' },
  BASELINE_NOT_FOUND: { status: 404, title: 'The baseline is not known' },
  ARTIFACT_NOT_FOUND: { status: 404, title: 'The artifact is not known' },
  TAG_NOT_FOUND: { status: 404, title: 'The distribution tag is not known' },
  FILE_NOT_FOUND: { status: 404, title: 'The file is not in the package' },
  README_NOT_FOUND: { status: 404, title: 'The version has no README' },
  NAME_INVALID: { status: 400, title: 'The package name is not valid' },
  VERSION_INVALID: { status: 400, title: 'The version is not valid semver' },
  TAG_INVALID: { status: 400, title: 'The distribution tag is not valid' },
  VERSION_YANKED: { status: 422, title: 'The version was yanked' },
  ADVISORY_NOT_FOUND: { status: 404, title: 'The advisory is not known' },
  ADVISORY_EXISTS: {
    status: 409,
    title: 'The id belongs to an advisory of another package',
  },
  VERSION_EXISTS: { status: 409, title: 'The version was published before' },
  SCOPE_CLAIMED: {
    status: 403,
    title: 'The scope belongs to another organization',
  },
  SCOPE_UNCLAIMED: {
    status: 403,
    title: 'The scope is not claimed by the organization',
  },
  METADATA_MISMATCH: {
    status: 422,
    title: 'The metadata and the tarball differ',
  },
  INTEGRITY_MISMATCH: {
    status: 422,
    title: 'The bytes do not have the stated integrity',
  },
  TARBALL_CORRUPT: { status: 422, title: 'The tarball cannot be read' },
  TARBALL_TOO_LARGE: { status: 413, title: 'The tarball is too large' },
  TARBALL_BOMB: {
    status: 422,
    title: 'The tarball unpacks to far more than it holds',
  },
  TARBALL_TOO_MANY_ENTRIES: {
    status: 422,
    title: 'The tarball has too many entries',
  },
  TARBALL_PATH_UNSAFE: { status: 422, title: 'The tarball has an unsafe path' },
  TARBALL_ENTRY_TYPE: {
    status: 422,
    title: 'The tarball has an entry that is neither file nor folder',
  },
  TARBALL_AMBIGUOUS: {
    status: 422,
    title: 'Two parsers read the tarball differently',
  },
  PACKAGE_JSON_INVALID: {
    status: 422,
    title: 'The package.json is missing or malformed',
  },
  PACKAGE_JSON_UNSAFE: {
    status: 422,
    title: 'The package.json has a forbidden key',
  },
  INGEST_BUSY: { status: 503, title: 'Too many uploads are being read' },
  INGEST_TIMEOUT: { status: 422, title: 'Reading the tarball took too long' },
  ARTIFACT_INVALID: { status: 422, title: 'The artifact is malformed' },
  ARTIFACT_SOURCE_MISMATCH: {
    status: 422,
    title: 'The artifact was made from other bytes',
  },
  ARTIFACT_DIGEST_MISMATCH: {
    status: 422,
    title: 'The artifact does not have the stated digest',
  },
  ARTIFACT_CORRUPT: { status: 500, title: 'The stored artifact was changed' },
  ARTIFACT_EXISTS: {
    status: 409,
    title: 'The version has another artifact for that baseline',
  },
  UNPUBLISH_REFUSED: {
    status: 403,
    title: 'Published versions are never removed',
  },
  ARTIFACT_HAS_HOST_LIBRARY: {
    status: 422,
    title: 'A backend artifact carries a library of the host',
  },

  // packing
  PACK_ROLE_UNSUPPORTED: {
    status: 422,
    title: 'The package has no role that can be packed',
  },
  PACK_NO_FEATURE: {
    status: 422,
    title: 'The package exports no feature of the new frontend system',
  },
  PACK_NO_PLUGIN_ID: {
    status: 422,
    title: 'The package does not name its plugin',
  },
  PACK_INSTALL_FAILED: {
    status: 422,
    title: 'The dependencies cannot be installed',
  },
  PACK_BUILD_FAILED: { status: 422, title: 'The build failed' },
  PACK_NATIVE_ADDON: {
    status: 422,
    title: 'A dependency needs an install script',
  },
  PACK_SPEC_FORBIDDEN: {
    status: 422,
    title: 'A dependency does not come from the registry',
  },
  PACK_TIMEOUT: { status: 422, title: 'Packing took too long' },
  LINK_FAILED: {
    status: 422,
    title: 'The host lacks names that the package imports',
  },
  HOST_LACKS_PACKAGE: {
    status: 422,
    title: 'The host lacks a package that is imported',
  },

  // resolving
  VERSIONS_CONFLICT: {
    status: 422,
    title: 'No versions fit together',
  },
  OPTIONAL_DEPENDENCY_LOST: {
    status: 422,
    title: 'Something works better with what is removed',
  },
  RESOLVE_TIMEOUT: { status: 422, title: 'The search for versions gave up' },
  LOCK_DRIFT: { status: 409, title: 'What a lock names has changed' },
  SNAPSHOT_NOT_FOUND: { status: 404, title: 'The facts are not kept here' },

  // lifecycle
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
  SECRET_NOT_FOUND: { status: 422, title: 'The secret is not known' },
  SECRET_IN_USE: { status: 409, title: 'The secret is used by a plugin' },
  NO_REPLICA: { status: 503, title: 'No supervisor serves the environment' },
  REPLICA_BASELINE_MISMATCH: {
    status: 409,
    title: 'The supervisor runs another Backstage release',
  },

  // hosts, as reasons of a failed rollout and codes of the front
  HOST_UNAVAILABLE: {
    status: 503,
    title: 'The plugin is not serving right now',
  },
  HOST_TIMEOUT: { status: 504, title: 'The plugin did not answer in time' },
  HOST_CONNECTION_LOST: {
    status: 502,
    title: 'The plugin ended while it answered',
  },
  HOST_ANSWER_INVALID: {
    status: 502,
    title: 'The plugin answered what HTTP does not allow',
  },
  FETCH_FAILED: { status: 502, title: 'The artifact could not be fetched' },
  VERIFY_FAILED: {
    status: 422,
    title: 'The artifact on disk is not the one that was published',
  },
  HOST_EXITED: { status: 422, title: 'The host ended before it served' },
  HOST_START_FAILED: { status: 422, title: 'The plugin failed to start' },
  HOST_START_TIMEOUT: {
    status: 422,
    title: 'The plugin did not start in time',
  },
  HOST_INVENTORY_MISMATCH: {
    status: 422,
    title: 'The host loaded something else',
  },
  HOST_PROBE_FAILED: {
    status: 422,
    title: 'The plugin does not answer its probe',
  },
  HOST_CRASH_LOOP: { status: 422, title: 'The plugin ends again and again' },
  HOST_HANG: { status: 422, title: 'The plugin stopped answering' },
  HOST_OUT_OF_MEMORY: {
    status: 422,
    title: 'The plugin used more memory than it may',
  },
  HOST_UNHANDLED_ERROR: {
    status: 422,
    title: 'The plugin does not handle its errors',
  },
  HOST_LOG_FLOOD: { status: 422, title: 'The plugin floods its log' },
  REMOTE_INVALID: { status: 422, title: 'The frontend remote is malformed' },
  ROLLOUT_TIMEOUT: { status: 504, title: 'The rollout did not finish in time' },
  ROLLOUT_CANCELLED: { status: 409, title: 'The rollout was cancelled' },
} as const satisfies Record<string, { status: number; title: string }>;

/** @public */
export type ErrorCode = keyof typeof errorCatalogue;
