import { createReadStream } from 'node:fs';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type {
  ArtifactStore,
  Actor,
  Mutation,
} from '@sceneshift/backstage-platform-node';
import type { Origin } from '@sceneshift/backstage-plugin-registry-common';
import type { Knex } from 'knex';
import type { Baselines } from '../baselines/Baselines';
import type { BlobRegister } from '../database/BlobRegister';
import type { DistTagStore } from '../database/DistTagStore';
import type { FactsStore } from '../database/FactsStore';
import type { PackageStore } from '../database/PackageStore';
import type { VerdictStore } from '../database/VerdictStore';
import type { VersionStore } from '../database/VersionStore';
import type { VersionKey } from '../database/rows';
import type { PackageFacts } from '../ingest/types';
import type { PackQueue } from '../packing/PackQueue';
import { failpoint } from './failpoints';
import {
  needsArtifact,
  readBackstageFields,
  strings,
  text,
} from './backstageFields';
import { assertPackageName, assertTag, assertVersion } from './identifiers';
import { succeeds } from './latest';
import type { ScopeClaims } from './ScopeClaims';

/** A tarball that was read, and how it should be published. */
export interface Publication {
  facts: PackageFacts;
  /** The tarball on the local disk. */
  file: string;
  origin: Origin;
  /** Tags to move to this version. Without any, `latest` is moved unless a newer version has it. */
  tags: string[];
  /** Whether a worker should make the artifact, and how long one may come by other ways first. */
  packAfterSeconds: number;
}

/** Stores versions: bytes first, then all rows in one transaction. */
export class VersionPublisher {
  constructor(
    private readonly deps: {
      artifacts: ArtifactStore;
      baselines: Baselines;
      blobs: BlobRegister;
      packages: PackageStore;
      versions: VersionStore;
      tags: DistTagStore;
      verdicts: VerdictStore;
      facts: FactsStore;
      claims: ScopeClaims;
      queue: PackQueue;
      mutation: Mutation;
      now: () => Date;
    },
  ) {}

  /**
   * @returns `created`, or `same` when the version was published with the same bytes before
   * @throws SceneshiftError `VERSION_EXISTS`, `NAME_INVALID`, `VERSION_INVALID`, `TAG_INVALID`, `SCOPE_CLAIMED`,
   * `SCOPE_UNCLAIMED`
   */
  async publish(
    actor: Actor,
    publication: Publication,
  ): Promise<'created' | 'same'> {
    const { name, version } = publication.facts.packageJson;
    assertPackageName(name);
    assertVersion(version);
    publication.tags.forEach(assertTag);
    const key = { organizationId: actor.organizationId, name, version };
    const existing = await this.compare(key, publication);
    if (existing) return existing;
    await this.storeBytes(publication);
    await failpoint('publish.after-blob');
    return this.deps.mutation.run(actor, async trx => {
      const outcome = await this.insert(trx, key, actor, publication);
      await failpoint('publish.before-commit');
      if (outcome === 'same') return { result: outcome };
      return {
        result: outcome,
        deed: {
          type: 'registry.version.published',
          subject: `${name}@${version}`,
          details: describe(key, publication),
        },
      };
    });
  }

  private async storeBytes({ facts, file }: Publication): Promise<void> {
    const { artifacts, blobs, now } = this.deps;
    await blobs.note(facts.digest, now());
    await artifacts.put(createReadStream(file), { expected: facts.digest });
  }

  private async insert(
    trx: Knex,
    key: VersionKey,
    actor: Actor,
    publication: Publication,
  ): Promise<'created' | 'same'> {
    const { facts, origin } = publication;
    const at = this.deps.now();
    await this.assertBytesStay(trx, facts);
    if (origin === 'published') {
      await this.deps.claims.assertOwned(trx, { ...key, at });
    }
    const fields = readBackstageFields(facts.packageJson);
    await this.deps.packages.open(trx, { ...key, origin, at });
    const inserted = await this.deps.versions.insert(trx, {
      ...key,
      ...fields,
      origin,
      facts,
      publishedBy: actor.ref,
      publishedAt: at,
    });
    if (!inserted) return (await this.compare(key, publication, trx)) ?? 'same';
    const moved = await this.moveTags(trx, key, publication.tags);
    if (moved.has('latest')) await this.describePackage(trx, key, facts);
    await this.judge(trx, key, fields.role, publication.packAfterSeconds, at);
    await this.deps.facts.touch(trx, key.organizationId, key.name);
    return 'created';
  }

  /** The sweep of orphans may have run between the blob and this transaction; from here on it waits. */
  private async assertBytesStay(trx: Knex, facts: PackageFacts) {
    await this.deps.blobs.holdOffSweep(trx);
    if (await this.deps.artifacts.stat(facts.digest)) return;
    throw new SceneshiftError(
      'UNAVAILABLE',
      'The bytes were swept away before they were published: try again',
    );
  }

  /** The package shows what its latest version says. */
  private async describePackage(
    trx: Knex,
    key: VersionKey,
    { packageJson }: PackageFacts,
  ): Promise<void> {
    await this.deps.packages.describe(trx, {
      ...key,
      ...readBackstageFields(packageJson),
      description: text(packageJson.description),
      keywords: strings(packageJson.keywords),
    });
  }

  private async compare(
    key: VersionKey,
    { facts }: Publication,
    trx?: Knex,
  ): Promise<'same' | undefined> {
    const existing = await this.deps.versions.find(key, trx);
    if (!existing) return undefined;
    if (existing.integrity === facts.integrity) return 'same';
    throw versionExists(key);
  }

  private async moveTags(
    trx: Knex,
    key: VersionKey,
    wanted: string[],
  ): Promise<Set<string>> {
    const { organizationId, name, version } = key;
    const tags = await this.deps.tags.ofPackages(organizationId, [name], trx);
    const latest = tags.get(name)?.latest;
    const moved = new Set(wanted);
    if (latest === undefined) moved.add('latest');
    if (
      latest &&
      wanted.length === 0 &&
      (await this.isNext(trx, key, latest))
    ) {
      moved.add('latest');
    }
    for (const tag of moved) {
      await this.deps.tags.set(trx, { organizationId, name, tag, version });
    }
    return moved;
  }

  private async isNext(
    trx: Knex,
    key: VersionKey,
    latest: string,
  ): Promise<boolean> {
    if (succeeds(key.version, latest)) return true;
    const row = await this.deps.versions.find({ ...key, version: latest }, trx);
    return typeof row?.yank_reason === 'string';
  }

  private async judge(
    trx: Knex,
    key: VersionKey,
    role: string | undefined,
    packAfterSeconds: number,
    at: Date,
  ): Promise<void> {
    const { verdicts, queue, baselines } = this.deps;
    await verdicts.set(trx, key, { check: 'structure', state: 'PASSED' }, at);
    if (!needsArtifact(role)) return;
    const baseline = await baselines.current();
    const pending = { check: 'artifact', baseline, state: 'PENDING' } as const;
    await verdicts.set(trx, key, pending, at);
    if (baseline) {
      await queue.enqueue(trx, { ...key, baseline }, packAfterSeconds, at);
    }
  }
}

export function versionExists(key: VersionKey): SceneshiftError {
  return new SceneshiftError(
    'VERSION_EXISTS',
    `${key.name}@${key.version} was published before and versions never change: publish a new version`,
  );
}

function describe(key: VersionKey, { facts, origin, tags }: Publication) {
  const { name, version } = key;
  const { integrity, size } = facts;
  return { name, version, origin, integrity, size, tags };
}
