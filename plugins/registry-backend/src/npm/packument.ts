import semver from 'semver';
import type { FullVersionRow, PackageRow } from '../database/rows';
import { deprecationOf } from '../service/deprecationOf';
import { tarballName } from '../service/identifiers';

/** Everything that a packument shows. */
export interface PackumentSource {
  row: PackageRow;
  versions: FullVersionRow[];
  tags: Record<string, string>;
  readme?: string;
  /** Where the npm router is mounted. */
  baseUrl: string;
}

/** What installers need of a version; everything else is left out of the abbreviated form. */
const INSTALL_FIELDS = [
  'name',
  'version',
  'dependencies',
  'optionalDependencies',
  'devDependencies',
  'bundleDependencies',
  'bundledDependencies',
  'peerDependencies',
  'peerDependenciesMeta',
  'acceptDependencies',
  'bin',
  'directories',
  'engines',
  'os',
  'cpu',
  'libc',
  'funding',
];
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall'];

/** The full document, `application/json`. */
export function fullPackument(source: PackumentSource) {
  const { row, versions, tags, readme } = source;
  const latest = versions.find(({ version }) => version === tags.latest);
  return {
    _id: row.name,
    _rev: `${row.revision}-sceneshift`,
    name: row.name,
    ...shownFields(latest),
    'dist-tags': tags,
    versions: byVersion(versions, version => manifestOf(version, source)),
    time: {
      created: row.created_at.toISOString(),
      modified: row.updated_at.toISOString(),
      ...byVersion(versions, ({ published_at }) => published_at.toISOString()),
    },
    readme: readme ?? '',
  };
}

function shownFields(latest: FullVersionRow | undefined) {
  if (!latest) return {};
  const { description, keywords, homepage, repository, license, author } =
    latest.package_json;
  return { description, keywords, homepage, repository, license, author };
}

/** `application/vnd.npm.install-v1+json`, a tenth of the size. */
export function abbreviatedPackument(source: PackumentSource) {
  const { row, versions, tags } = source;
  return {
    name: row.name,
    modified: row.updated_at.toISOString(),
    'dist-tags': tags,
    versions: byVersion(versions, version => abbreviate(version, source)),
  };
}

/** One version as npm shows it: the tarball's own package.json, and where to get the tarball. */
export function manifestOf(row: FullVersionRow, source: PackumentSource) {
  return {
    ...row.package_json,
    _id: `${row.name}@${row.version}`,
    ...extraFields(row),
    dist: distOf(row, source),
    _npmUser: { name: row.published_by },
  };
}

function abbreviate(row: FullVersionRow, source: PackumentSource) {
  const { package_json } = row;
  const fields = INSTALL_FIELDS.filter(
    field => package_json[field] !== undefined,
  ).map(field => [field, package_json[field]]);
  return {
    ...Object.fromEntries(fields),
    ...extraFields(row),
    dist: distOf(row, source),
  };
}

function extraFields(row: FullVersionRow) {
  const { package_json } = row;
  const deprecated = deprecationOf(row);
  const scripts = (package_json.scripts ?? {}) as Record<string, unknown>;
  const hasInstallScript = INSTALL_SCRIPTS.some(name => name in scripts);
  return {
    ...(deprecated !== undefined && { deprecated }),
    ...(hasInstallScript && { hasInstallScript }),
  };
}

function distOf(row: FullVersionRow, { baseUrl }: PackumentSource) {
  return {
    integrity: row.integrity,
    shasum: row.shasum,
    tarball: `${baseUrl}/${row.name}/-/${tarballName(row.name, row.version)}`,
    fileCount: row.file_count,
    unpackedSize: Number(row.unpacked_size),
  };
}

function byVersion<T>(
  versions: FullVersionRow[],
  describe: (row: FullVersionRow) => T,
): Record<string, T> {
  return Object.fromEntries(
    [...versions]
      .sort((a, b) => semver.compare(a.version, b.version))
      .map(row => [row.version, describe(row)]),
  );
}
