import type { ArtifactManifest } from '@sceneshift/backstage-platform-common';
import { version as packerVersion } from '../../package.json';
import type { PackSession } from '../pack/PackSession';
import type { HostedPackage } from '../source/PackageManifest';
import type { SourcePackage } from '../source/SourcePackage';

type Description = Pick<
  ArtifactManifest,
  | 'formatVersion'
  | 'name'
  | 'version'
  | 'role'
  | 'pluginId'
  | 'extendsPluginId'
  | 'source'
  | 'baseline'
  | 'packer'
>;

/** The part of a manifest that says what was packed, from what, and how. */
export function describeArtifact(
  source: SourcePackage,
  hosted: HostedPackage,
  session: PackSession,
  recipe?: string,
): Description {
  const { overrides, baseline } = session.options;
  const hasOverrides = overrides && Object.keys(overrides).length > 0;
  return {
    formatVersion: 1,
    name: source.manifest.name,
    version: source.manifest.version,
    role: hosted.role,
    pluginId: hosted.pluginId,
    extendsPluginId: hosted.isModule ? hosted.pluginId : undefined,
    source: { integrity: source.integrity },
    baseline: baseline.release,
    packer: {
      version: packerVersion,
      recipe,
      overrides: hasOverrides ? overrides : undefined,
    },
  };
}
