import type { CodeTable } from './CodeTable';

/** Publishing. */
export const publishingCodes = {
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
} as const satisfies CodeTable;
