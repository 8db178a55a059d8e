import type { PackageRole } from '@sceneshift/backstage-platform-common';
import type { ArtifactSummary } from '@sceneshift/backstage-plugin-registry-common';
import type { ArtifactRow, FullVersionRow } from '../database/rows';
import { readBackstageFields } from './backstageFields';

/** What a version says of itself, without what is known about it. */
export function ownFields(row: FullVersionRow) {
  const fields = readBackstageFields(row.package_json);
  return {
    packageJson: row.package_json,
    name: row.name,
    role: (row.role as PackageRole | null) ?? undefined,
    pluginId: row.plugin_id ?? undefined,
    extendsPluginId: row.extends_plugin_id ?? undefined,
    pluginPackages: fields.pluginPackages,
    backstageRelease: fields.supportedRelease,
    origin: row.origin,
    integrity: row.integrity,
    size: Number(row.size),
    unpackedSize: Number(row.unpacked_size),
    fileCount: row.file_count,
    hasReadme: row.has_readme,
    publishedBy: row.published_by,
  };
}

export function describeArtifact(row: ArtifactRow): ArtifactSummary {
  return {
    digest: row.digest,
    baseline: row.baseline,
    platform: row.platform,
    size: Number(row.size),
    unpackedSize: Number(row.unpacked_size),
    createdAt: row.created_at.toISOString(),
  };
}
