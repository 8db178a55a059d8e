import type { PackageRole } from '@sceneshift/backstage-platform-common';
import type {
  PackageSummary,
  PluginSummary,
  Plugin,
  VersionSummary,
  Yank,
} from '@sceneshift/backstage-plugin-registry-common';
import semver from 'semver';
import {
  toVerdict,
  type AdvisoryRow,
  type FullVersionRow,
  type PackageRow,
  type VerdictRow,
  type VersionRow,
} from '../database/rows';
import { isObject } from '../ingest/isObject';
import { advisoriesOf, summarizeAdvisory } from './advisories';
import { needsArtifact, strings, text } from './backstageFields';

/** Everything that is stored of some packages. */
export interface PackageRows {
  packages: PackageRow[];
  versions: VersionRow[];
  verdicts: VerdictRow[];
  /** Those that count. */
  advisories: AdvisoryRow[];
  tags: Map<string, Record<string, string>>;
  /** The newest version of each package, with its package.json. */
  newest: Map<string, FullVersionRow>;
}

/** True when every required check passed, those of the artifact for one and the same baseline. */
export function isInstallable(
  role: string | null,
  verdicts: VerdictRow[],
): boolean {
  const passed = (check: string) =>
    verdicts.filter(row => row.check === check && row.state === 'PASSED');
  if (passed('structure').length === 0) return false;
  if (!needsArtifact(role)) return true;
  const linked = new Set(passed('link').map(({ baseline }) => baseline));
  return passed('artifact').some(({ baseline }) => linked.has(baseline));
}

export function describeVersion(
  row: VersionRow,
  verdicts: VerdictRow[],
  advisories: AdvisoryRow[],
): VersionSummary {
  const own = advisoriesOf(row, advisories).map(summarizeAdvisory);
  return {
    version: row.version,
    publishedAt: row.published_at.toISOString(),
    deprecated: row.deprecated ?? undefined,
    yanked: describeYank(row),
    ...(own.length > 0 && { advisories: own }),
    installable: row.yank_reason === null && isInstallable(row.role, verdicts),
    verdicts: verdicts.map(toVerdict),
  };
}

function describeYank(row: VersionRow): Yank | undefined {
  const { yank_reason: reason, yanked_at: at, yanked_by: by } = row;
  if (reason === null || at === null || by === null) return undefined;
  return { reason, yankedAt: at.toISOString(), yankedBy: by };
}

/** A package with its versions, newest first. */
export function describePackage(
  row: PackageRow,
  rows: PackageRows,
): PackageSummary {
  const { name } = row;
  const distTags = rows.tags.get(name) ?? {};
  const versions = rows.versions
    .filter(version => version.name === name)
    .sort((a, b) => semver.rcompare(a.version, b.version))
    .map(version =>
      describeVersion(
        version,
        rows.verdicts.filter(
          verdict =>
            verdict.name === name && verdict.version === version.version,
        ),
        rows.advisories,
      ),
    );
  return {
    name,
    role: (row.role as PackageRole | null) ?? undefined,
    pluginId: row.plugin_id ?? undefined,
    description: row.description ?? undefined,
    origin: row.origin,
    distTags,
    latestVersion: distTags.latest ?? versions[0]?.version ?? '',
    versions,
  };
}

export function describePlugin(pluginId: string, rows: PackageRows): Plugin {
  const own = rows.packages.filter(row => row.plugin_id === pluginId);
  const packages = own.map(row => describePackage(row, rows));
  const chief = chooseChief(packages);
  const packageJson = rows.newest.get(chief.name)?.package_json;
  const repository = packageJson?.repository;
  return {
    ...summarize(pluginId, packages, chief, rows),
    homepage: text(packageJson?.homepage),
    repository: text(isObject(repository) ? repository.url : repository),
    license: text(packageJson?.license),
    packages,
  };
}

export function summarizePlugin(
  pluginId: string,
  rows: PackageRows,
): PluginSummary {
  const { homepage, repository, license, packages, ...summary } =
    describePlugin(pluginId, rows);
  return summary;
}

function summarize(
  pluginId: string,
  packages: PackageSummary[],
  chief: PackageSummary,
  rows: PackageRows,
): PluginSummary {
  const packageJson = rows.newest.get(chief.name)?.package_json;
  const author = packageJson?.author;
  const hosted = packages.filter(({ role }) => needsArtifact(role));
  const published = packages.flatMap(({ versions }) =>
    versions.map(({ publishedAt }) => publishedAt),
  );
  return {
    pluginId,
    title: titleOf(pluginId),
    description: chief.description,
    latestVersion: chief.latestVersion,
    origin: chief.origin,
    keywords: strings(packageJson?.keywords),
    author: text(isObject(author) ? author.name : author),
    roles: [...new Set(packages.flatMap(({ role }) => role ?? []))],
    installable: hosted.every(({ versions }) =>
      versions.some(({ installable }) => installable),
    ),
    updatedAt: published.sort().at(-1) ?? '',
  };
}

/** The package that stands for its plugin: the frontend, else the backend. */
function chooseChief(packages: PackageSummary[]): PackageSummary {
  const order = ['frontend-plugin', 'backend-plugin'];
  const rank = ({ role }: PackageSummary) => {
    const index = order.indexOf(role ?? '');
    return index < 0 ? order.length : index;
  };
  return [...packages].sort((a, b) => rank(a) - rank(b))[0] as PackageSummary;
}

/** `tech-radar` → `Tech Radar`. */
function titleOf(pluginId: string): string {
  return pluginId
    .split('-')
    .map(word => word.charAt(0).toLocaleUpperCase('en-US') + word.slice(1))
    .join(' ');
}
