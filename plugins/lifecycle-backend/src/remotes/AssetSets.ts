import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  DIGEST_PATTERN,
  SceneshiftError,
  type ArtifactManifest,
  type Digest,
} from '@sceneshift/backstage-platform-common';
import type { RegistryService } from '@sceneshift/backstage-plugin-registry-node';
import type { Knex } from 'knex';
import type { AssetSet, AssetSetStore } from '../database/AssetSetStore';
import type { LockedPackage } from '../domain/GenerationContent';
import { describeAssetSet, type AssetSource } from './describeAssetSet';
import { unpackArtifact } from './unpackArtifact';

/** Begins the names of what is being unpacked. */
const STAGING = '.unpack-';
const LEFTOVER_AGE_MS = 3_600_000;

/**
 * Frontend artifacts on this process's disk, by digest. They are fetched once, and again when they are missing or were changed:
 * what is served always has the bytes that its manifest names.
 */
export class AssetSets {
  private readonly fetching = new Map<
    Digest,
    Promise<ArtifactManifest | void>
  >();
  private readonly known = new Map<Digest, AssetSet>();

  constructor(
    private readonly deps: {
      db: Knex;
      store: AssetSetStore;
      registry: RegistryService;
      directory: string;
      logger: LoggerService;
    },
  ) {}

  /** Fetches and checks a frontend package, so that it can be served from now on. */
  async prepare(organizationId: string, item: LockedPackage): Promise<void> {
    const { db, store } = this.deps;
    if (await store.find(db, item.digest)) return;
    const source: AssetSource = {
      digest: item.digest,
      organizationId,
      packageName: item.name,
      version: item.version,
    };
    const path = await this.unpack(source);
    const set = await describeAssetSet(source, item, path);
    await store.insertOnce(db, set);
  }

  /**
   * The bytes of one asset, checked against the manifest.
   *
   * @throws SceneshiftError `FILE_NOT_FOUND`
   */
  async read(digest: string, path: string): Promise<Buffer> {
    const set = await this.find(digest);
    const expected =
      set && Object.hasOwn(set.files, path) ? set.files[path] : undefined;
    if (!set || !expected) {
      throw new SceneshiftError(
        'FILE_NOT_FOUND',
        `There is no asset '${path}' of ${digest}.`,
      );
    }
    const bytes =
      (await this.readChecked(digest, path, expected)) ??
      (await this.readAgain(set, path, expected));
    if (bytes) return bytes;
    throw new SceneshiftError(
      'VERIFY_FAILED',
      `The asset '${path}' of ${digest} differs from what was published.`,
    );
  }

  async find(digest: string): Promise<AssetSet | undefined> {
    if (!DIGEST_PATTERN.test(digest)) return undefined;
    const known =
      this.known.get(digest) ??
      (await this.deps.store.find(this.deps.db, digest));
    if (known) this.known.set(digest, known);
    return known;
  }

  /** Removes the bytes; they are fetched again when they are asked for and still known. */
  async evict(digest: Digest): Promise<void> {
    this.known.delete(digest);
    await rm(this.pathOf(digest), { recursive: true, force: true });
  }

  /** Digests of what is on disk. */
  async onDisk(): Promise<Digest[]> {
    const names = await this.names();
    return names.filter(name => DIGEST_PATTERN.test(name));
  }

  /** Removes leftovers of processes that died while they unpacked. */
  async removeLeftovers(): Promise<void> {
    const { directory } = this.deps;
    const oldest = Date.now() - LEFTOVER_AGE_MS;
    for (const name of await this.names()) {
      if (!name.startsWith(STAGING)) continue;
      const path = join(directory, name);
      const { mtimeMs } = await stat(path);
      if (mtimeMs < oldest) await rm(path, { recursive: true, force: true });
    }
  }

  private async names(): Promise<string[]> {
    await mkdir(this.deps.directory, { recursive: true });
    return readdir(this.deps.directory);
  }

  private async readChecked(
    digest: Digest,
    path: string,
    expected: string,
  ): Promise<Buffer | undefined> {
    try {
      const bytes = await readFile(join(this.pathOf(digest), path));
      const actual = createHash('sha256').update(bytes).digest('hex');
      return actual === expected ? bytes : undefined;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
      throw error;
    }
  }

  private async readAgain(
    set: AssetSet,
    path: string,
    expected: string,
  ): Promise<Buffer | undefined> {
    const { digest } = set;
    this.deps.logger.warn(
      `Fetching ${digest} again: '${path}' is missing or changed`,
    );
    await this.unpack(set);
    return this.readChecked(digest, path, expected);
  }

  /** One fetch at a time per digest, whoever asks. */
  private async unpack(source: AssetSource): Promise<string> {
    const { digest } = source;
    const running = this.fetching.get(digest) ?? this.fetch(source);
    this.fetching.set(digest, running);
    try {
      await running;
    } finally {
      this.fetching.delete(digest);
    }
    return this.pathOf(digest);
  }

  /** Unpacked beside its place and moved there whole: a crash leaves no half directory. */
  private async fetch(source: AssetSource): Promise<void> {
    const { registry, directory } = this.deps;
    const { organizationId, packageName, version, digest } = source;
    const staging = join(directory, `${STAGING}${randomUUID()}`);
    await mkdir(directory, { recursive: true });
    try {
      const stream = await registry.openArtifact(
        organizationId,
        packageName,
        version,
        digest,
      );
      await unpackArtifact(stream, digest, staging);
      await this.replace(staging, digest);
    } finally {
      await rm(staging, { recursive: true, force: true });
      await rm(`${staging}.tgz`, { force: true });
    }
  }

  /** Another process that shares the directory may have been faster: what it put there has the same bytes. */
  private async replace(staging: string, digest: Digest): Promise<void> {
    const path = this.pathOf(digest);
    await rm(path, { recursive: true, force: true });
    try {
      await rename(staging, path);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
    }
  }

  private pathOf(digest: Digest): string {
    return join(this.deps.directory, digest);
  }
}
