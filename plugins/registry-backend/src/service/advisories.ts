import type {
  Advisory,
  AdvisorySummary,
  RecordAdvisoryRequest,
} from '@sceneshift/backstage-plugin-registry-common';
import semver from 'semver';
import type { AdvisoryRow } from '../database/rows';

type AdvisedVersion = Pick<AdvisoryRow, 'name' | 'range'>;

/** Prereleases in the range have the fault too: nobody asked for them to be left out. */
export function isAffected(
  version: string,
  { range }: AdvisedVersion,
): boolean {
  return semver.satisfies(version, range, { includePrerelease: true });
}

export function summarizeAdvisory(row: AdvisoryRow): AdvisorySummary {
  const { id, severity, title, url } = row;
  return { id, severity, title, ...(url !== null && { url }) };
}

export function describeAdvisory(
  row: AdvisoryRow,
  versions: Array<{ version: string }>,
): Advisory {
  return {
    ...summarizeAdvisory(row),
    packageName: row.name,
    range: row.range,
    affected: versions
      .map(({ version }) => version)
      .filter(version => isAffected(version, row))
      .sort(semver.compare),
    recordedAt: row.recorded_at.toISOString(),
    recordedBy: row.recorded_by,
    withdrawnAt: row.withdrawn_at?.toISOString(),
    withdrawnBy: row.withdrawn_by ?? undefined,
  };
}

/** The advisories of one version, among those of its package and others. */
export function advisoriesOf(
  { name, version }: { name: string; version: string },
  advisories: AdvisoryRow[],
): AdvisoryRow[] {
  return advisories.filter(
    advisory => advisory.name === name && isAffected(version, advisory),
  );
}

/** Whether a request says something else than what is on record. */
export function isRevision(
  row: AdvisoryRow,
  wanted: RecordAdvisoryRequest,
): boolean {
  const { withdrawn = row.withdrawn_at !== null } = wanted;
  return (
    row.range !== wanted.range ||
    row.severity !== wanted.severity ||
    row.title !== wanted.title ||
    (row.url ?? undefined) !== wanted.url ||
    (row.withdrawn_at !== null) !== withdrawn
  );
}
