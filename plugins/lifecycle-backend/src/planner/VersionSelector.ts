import semver from 'semver';
import {
  checkLinks,
  type ArtifactManifest,
  type Baseline,
  type LinkError,
} from '@sceneshift/backstage-platform-common';
import type {
  ArtifactSummary,
  PackageSummary,
  VersionDetails,
} from '@sceneshift/backstage-plugin-registry-common';
import type { RegistryService } from '@sceneshift/backstage-plugin-registry-node';
import type { LockedPackage } from '../domain/GenerationContent';

/** The version that was chosen, or why none could be. */
export type Selection =
  | { ok: true; package: LockedPackage; manifest: ArtifactManifest }
  | { ok: false; version?: string; reason: string };

/** Not more than this many versions are looked at when the newest installable one is wanted. */
const MAX_CANDIDATES = 20;

/** Chooses versions, and artifacts of versions, that an environment's hosts can load. */
export class VersionSelector {
  constructor(
    private readonly registry: RegistryService,
    private readonly organizationId: string,
    private readonly baseline: Baseline,
  ) {}

  /** @param wanted - an exact version; else the newest that is installable */
  async select(item: PackageSummary, wanted?: string): Promise<Selection> {
    if (wanted && wanted !== 'latest') return this.check(item, wanted);
    let newest: Selection | undefined;
    for (const version of newestFirst(item)) {
      const selection = await this.check(item, version);
      if (selection.ok) return selection;
      newest ??= selection;
    }
    return newest ?? { ok: false, reason: `${item.name} has no version` };
  }

  private async check(
    item: PackageSummary,
    version: string,
  ): Promise<Selection> {
    if (!item.versions.some(known => known.version === version)) {
      const known = newestFirst(item).slice(0, 5).join(', ');
      return refuse(
        version,
        `${item.name} has no version ${version}; newest are ${known}`,
      );
    }
    const details = await this.registry.getVersion(
      this.organizationId,
      item.name,
      version,
    );
    const failed = failedVerdict(details, this.baseline.release);
    if (failed) return refuse(version, `${item.name}@${version}: ${failed}`);
    return this.chooseArtifact(details);
  }

  private async chooseArtifact(details: VersionDetails): Promise<Selection> {
    const reasons: string[] = [];
    for (const artifact of this.usable(details.artifacts)) {
      const manifest = await this.registry.getArtifactManifest(
        this.organizationId,
        details.name,
        details.version,
        artifact.digest,
      );
      const errors = this.linkErrors(manifest);
      if (!errors.length) return accept(details, artifact, manifest);
      reasons.push(describeLinkErrors(errors, this.baseline.release));
    }
    const reason = reasons[0] ?? this.noArtifact(details);
    return refuse(
      details.version,
      `${details.name}@${details.version} ${reason}`,
    );
  }

  /** Artifacts that were packed for the environment's own release first. */
  private usable(artifacts: ArtifactSummary[]): ArtifactSummary[] {
    const platform = `${process.platform}-${process.arch}`;
    const own = (artifact: ArtifactSummary) =>
      artifact.baseline === this.baseline.release ? 0 : 1;
    return artifacts
      .filter(
        artifact =>
          artifact.platform === 'any' || artifact.platform.startsWith(platform),
      )
      .sort((a, b) => own(a) - own(b));
  }

  private linkErrors(manifest: ArtifactManifest): LinkError[] {
    return manifest.role.startsWith('backend')
      ? checkLinks(manifest.imports, this.baseline)
      : [];
  }

  private noArtifact(details: VersionDetails): string {
    const platforms = details.artifacts.map(({ platform }) => platform);
    return platforms.length
      ? `has artifacts for ${platforms.join(', ')} only`
      : 'has no artifact yet: it is being packed, or packing failed (see the version page)';
  }
}

function newestFirst(item: PackageSummary): string[] {
  const versions = item.versions
    .filter(({ version, yanked }) => semver.valid(version) && !yanked)
    .sort((a, b) => semver.rcompare(a.version, b.version));
  const stable = versions.filter(
    ({ version, deprecated }) => !semver.prerelease(version) && !deprecated,
  );
  return [...new Set([...stable, ...versions])]
    .map(({ version }) => version)
    .slice(0, MAX_CANDIDATES);
}

/**
 * Link verdicts speak of one release each: what counts is the check against the environment's own, made here. So do verdicts on
 * artifacts: that none could be packed for another release is no reason against the one that was packed.
 */
function failedVerdict(
  { verdicts }: VersionDetails,
  release: string,
): string | undefined {
  const isPacked = verdicts.some(
    ({ check, state }) => check === 'artifact' && state === 'PASSED',
  );
  const failed = verdicts.find(
    ({ check, state, baseline = release }) =>
      state !== 'PASSED' &&
      check !== 'link' &&
      (check !== 'artifact' || !isPacked || baseline === release),
  );
  return (
    failed &&
    (failed.message ?? `the check '${failed.check}' is ${failed.state}`)
  );
}

function describeLinkErrors(errors: LinkError[], release: string): string {
  const names = errors
    .slice(0, 5)
    .map(({ module, name }) => (name ? `${name} from ${module}` : module));
  const more = errors.length > 5 ? ` and ${errors.length - 5} more` : '';
  return `imports what hosts of Backstage ${release} do not have: ${names.join(
    ', ',
  )}${more}`;
}

function refuse(version: string, reason: string): Selection {
  return { ok: false, version, reason };
}

function accept(
  details: VersionDetails,
  artifact: ArtifactSummary,
  manifest: ArtifactManifest,
): Selection {
  return {
    ok: true,
    manifest,
    package: {
      name: details.name,
      version: details.version,
      role: manifest.role,
      integrity: details.integrity,
      digest: artifact.digest,
      size: artifact.size,
      extendsPluginId: manifest.extendsPluginId,
      migrations: manifest.backend?.migrations ?? 'none',
      frontend: manifest.frontend,
      configSchema: manifest.configSchema,
    },
  };
}
