import { createReadStream } from 'node:fs';
import {
  checkLinks,
  SceneshiftError,
  type ArtifactManifest,
  type Digest,
  type LinkError,
} from '@sceneshift/backstage-platform-common';
import type {
  ArtifactStore,
  Actor,
  Mutation,
} from '@sceneshift/backstage-platform-node';
import type { Knex } from 'knex';
import type { Baselines } from '../baselines/Baselines';
import type { ArtifactRecordStore } from '../database/ArtifactRecordStore';
import type { BlobRegister } from '../database/BlobRegister';
import type { FactsStore } from '../database/FactsStore';
import type { PackageStore } from '../database/PackageStore';
import type { NewVerdict, VerdictStore } from '../database/VerdictStore';
import type { VersionStore } from '../database/VersionStore';
import type { FullVersionRow, VersionKey } from '../database/rows';
import type { ArtifactFacts } from '../ingest/types';
import type { PackQueue } from '../packing/PackQueue';
import { failpoint } from './failpoints';

const LINK_ERRORS_SHOWN = 20;

/** An upload that was read. */
export interface ArtifactUpload {
  facts: ArtifactFacts;
  file: string;
  /** The digest in the address. */
  digest: Digest;
}

/** Adds artifacts to versions and judges them. */
export class ArtifactPublisher {
  constructor(
    private readonly deps: {
      artifacts: ArtifactStore;
      baselines: Baselines;
      blobs: BlobRegister;
      packages: PackageStore;
      versions: VersionStore;
      records: ArtifactRecordStore;
      verdicts: VerdictStore;
      facts: FactsStore;
      queue: PackQueue;
      mutation: Mutation;
      now: () => Date;
    },
  ) {}

  /**
   * @returns `created`, or `same` when the version has these bytes already
   * @throws SceneshiftError `ARTIFACT_SOURCE_MISMATCH`, `ARTIFACT_DIGEST_MISMATCH`, `ARTIFACT_INVALID`,
   * `ARTIFACT_EXISTS`
   */
  async add(
    actor: Actor,
    version: FullVersionRow,
    upload: ArtifactUpload,
  ): Promise<'created' | 'same'> {
    const { facts, file, digest } = upload;
    assertDigest(facts, digest);
    assertMadeFrom(facts.manifest, version);
    const key = keyOf(version);
    if (await this.deps.records.find(key, digest)) return 'same';
    await this.deps.blobs.note(digest, this.deps.now());
    await this.deps.artifacts.put(createReadStream(file), { expected: digest });
    await failpoint('artifact.after-blob');
    const link = await this.judgeLinks(facts.manifest);
    return this.deps.mutation.run(actor, async trx => {
      await this.insert(trx, key, actor, facts);
      await this.judge(trx, key, facts.manifest, link);
      await this.endPacking(trx, key, facts.manifest.baseline);
      await this.notePackage(trx, key, facts.manifest);
      await failpoint('artifact.before-commit');
      return {
        result: 'created' as const,
        deed: {
          type: 'registry.artifact.added',
          subject: `${key.name}@${key.version}`,
          details: describe(key, facts),
        },
      };
    });
  }

  private async insert(
    trx: Knex,
    key: VersionKey,
    actor: Actor,
    facts: ArtifactFacts,
  ): Promise<void> {
    const { blobs, artifacts, records, now } = this.deps;
    await blobs.holdOffSweep(trx);
    if (!(await artifacts.stat(facts.digest))) {
      throw new SceneshiftError(
        'UNAVAILABLE',
        'The bytes were swept away before they were added: try again',
      );
    }
    const by = { actor: actor.ref, at: now() };
    if (!(await records.insert(trx, key, facts, by))) throw exists(key, facts);
  }

  /** After the pack job: whoever ends one locks the job before the package. */
  private async notePackage(
    trx: Knex,
    { organizationId, name }: VersionKey,
    { pluginId }: ArtifactManifest,
  ): Promise<void> {
    const { packages, facts } = this.deps;
    await packages.fillPluginId(trx, organizationId, name, pluginId);
    await facts.touch(trx, organizationId, name);
  }

  private async judge(
    trx: Knex,
    key: VersionKey,
    { baseline }: ArtifactManifest,
    link: NewVerdict,
  ): Promise<void> {
    const at = this.deps.now();
    const intact = { check: 'artifact', baseline, state: 'PASSED' } as const;
    await this.deps.verdicts.set(trx, key, intact, at);
    await this.deps.verdicts.set(trx, key, link, at);
  }

  /** Frontends were linked by their build, which fails on a missing name. */
  private async judgeLinks(manifest: ArtifactManifest): Promise<NewVerdict> {
    const { baseline, role, imports } = manifest;
    const verdict = { check: 'link', baseline } as const;
    if (role.startsWith('frontend')) return { ...verdict, state: 'PASSED' };
    const known = await this.deps.baselines.find(baseline);
    if (!known) {
      return {
        ...verdict,
        state: 'ERROR',
        code: 'BASELINE_NOT_FOUND',
        message: `There is no baseline of Backstage ${baseline} here: add it to sceneshift.baselines.directory and upload the artifact again`,
      };
    }
    const errors = checkLinks(imports, known);
    if (errors.length === 0) return { ...verdict, state: 'PASSED' };
    return { ...verdict, state: 'FAILED', ...explain(errors, baseline) };
  }

  /** Whoever made the artifact, nobody needs to make it again. */
  private async endPacking(
    trx: Knex,
    key: VersionKey,
    baseline: string,
  ): Promise<void> {
    const at = this.deps.now();
    for (const job of await this.deps.queue.open(trx, { ...key, baseline })) {
      await this.deps.queue.finish(trx, job, { state: 'completed', at });
    }
  }
}

function assertDigest(facts: ArtifactFacts, digest: Digest): void {
  if (facts.digest === digest) return;
  throw new SceneshiftError(
    'ARTIFACT_DIGEST_MISMATCH',
    `The bytes have the digest ${facts.digest}, not ${digest}`,
  );
}

function assertMadeFrom(
  manifest: ArtifactManifest,
  version: FullVersionRow,
): void {
  if (manifest.source.integrity !== version.integrity) {
    throw new SceneshiftError(
      'ARTIFACT_SOURCE_MISMATCH',
      `The artifact was made from ${manifest.source.integrity}; ${version.name}@${version.version} is ${version.integrity}: pack the published tarball`,
    );
  }
  const differs = (
    [
      ['name', manifest.name, version.name],
      ['version', manifest.version, version.version],
      ['role', manifest.role, version.role ?? manifest.role],
      ['pluginId', manifest.pluginId, version.plugin_id ?? manifest.pluginId],
    ] as const
  ).find(([, stated, actual]) => stated !== actual);
  if (!differs) return;
  const [member, stated, actual] = differs;
  throw new SceneshiftError(
    'ARTIFACT_INVALID',
    `artifact.json says ${member} '${stated}', the version says '${actual}'`,
  );
}

function explain(
  errors: LinkError[],
  baseline: string,
): Pick<NewVerdict, 'code' | 'message'> {
  const lines = errors
    .slice(0, LINK_ERRORS_SHOWN)
    .map(({ module, name }) =>
      name ? `${name} from ${module}` : `the module ${module}`,
    );
  const more = errors.length - lines.length;
  const rest = more > 0 ? `, and ${more} more` : '';
  const lacksPackage = errors.some(({ code }) => code === 'HOST_LACKS_PACKAGE');
  return {
    code: lacksPackage ? 'HOST_LACKS_PACKAGE' : 'LINK_FAILED',
    message: `Backstage ${baseline} does not have ${lines.join(
      ', ',
    )}${rest}: use a version of the plugin for this release`,
  };
}

function exists(key: VersionKey, facts: ArtifactFacts): SceneshiftError {
  const { baseline, platform } = facts.manifest;
  return new SceneshiftError(
    'ARTIFACT_EXISTS',
    `${key.name}@${key.version} has an artifact for Backstage ${baseline} on ${platform}, and artifacts are never replaced`,
  );
}

export function keyOf(version: FullVersionRow): VersionKey {
  return {
    organizationId: version.organization_id,
    name: version.name,
    version: version.version,
  };
}

function describe(key: VersionKey, { digest, size, manifest }: ArtifactFacts) {
  const { name, version } = key;
  const { baseline, platform, pluginId } = manifest;
  return { name, version, pluginId, digest, size, baseline, platform };
}
