import type {
  ArtifactManifest,
  CheckName,
  Verdict,
  VerdictState,
} from '@sceneshift/backstage-platform-common';
import type {
  AdvisorySeverity,
  Origin,
} from '@sceneshift/backstage-plugin-registry-common';
import type { PackageJson } from '../ingest/types';

/** Which version of whom. */
export interface VersionKey {
  organizationId: string;
  name: string;
  version: string;
}

export interface PackageRow {
  organization_id: string;
  name: string;
  origin: Origin;
  role: string | null;
  plugin_id: string | null;
  description: string | null;
  revision: number;
  created_at: Date;
  updated_at: Date;
}

/** A version without its large columns. */
export interface VersionRow {
  organization_id: string;
  name: string;
  version: string;
  origin: Origin;
  role: string | null;
  plugin_id: string | null;
  extends_plugin_id: string | null;
  integrity: string;
  shasum: string;
  digest: string;
  size: string;
  unpacked_size: string;
  file_count: number;
  deprecated: string | null;
  yank_reason: string | null;
  yanked_at: Date | null;
  yanked_by: string | null;
  published_by: string;
  published_at: Date;
  has_readme: boolean;
}

export interface FullVersionRow extends VersionRow {
  package_json: PackageJson;
  config_schema: Record<string, unknown> | null;
}

export interface ArtifactRow {
  organization_id: string;
  name: string;
  version: string;
  digest: string;
  baseline: string;
  platform: string;
  size: string;
  unpacked_size: string;
  created_at: Date;
}

export interface ArtifactManifestRow extends ArtifactRow {
  manifest: ArtifactManifest;
}

export interface VerdictRow {
  name: string;
  version: string;
  check: CheckName;
  baseline: string;
  state: VerdictState;
  code: string | null;
  message: string | null;
  reproduce_command: string | null;
  decided_at: Date | null;
}

export interface AdvisoryRow {
  organization_id: string;
  id: string;
  number: string;
  name: string;
  range: string;
  severity: AdvisorySeverity;
  title: string;
  url: string | null;
  recorded_by: string;
  recorded_at: Date;
  withdrawn_by: string | null;
  withdrawn_at: Date | null;
}

/** The columns that find a version's rows. */
export function whereVersion(key: VersionKey) {
  return {
    organization_id: key.organizationId,
    name: key.name,
    version: key.version,
  };
}

export function toVerdict(row: VerdictRow): Verdict {
  return {
    check: row.check,
    baseline: row.baseline || undefined,
    state: row.state,
    code: row.code ?? undefined,
    message: row.message ?? undefined,
    decidedAt: row.decided_at?.toISOString(),
  };
}
