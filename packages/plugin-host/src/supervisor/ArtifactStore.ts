import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DIGEST_PATTERN,
  SceneshiftError,
  type ArtifactManifest,
} from '@sceneshift/backstage-platform-common';
import type { DesiredPackage } from '@sceneshift/backstage-plugin-lifecycle-common';
import { inSlices } from '../runtime/slices';
import { isSafePath, notGenuine, verifyTree } from './artifactTree';
import { extractArtifact } from './extractArtifact';
import { failpoint } from './failpoint';
import { syncDirectory } from './StateFile';
import type { SupervisorLog } from './SupervisorLog';
import type { StoredArtifact } from './SupervisorState';

/** Downloads the tarball of a package. */
export type ArtifactDownload = (
  path: string,
  signal: AbortSignal,
) => Promise<AsyncIterable<Uint8Array>>;

/** A verified artifact on disk. */
export interface VerifiedArtifact {
  directory: string;
  manifest: ArtifactManifest;
  /** Its CommonJS entry. */
  main: string;
}

/** Artifacts on disk, by digest. What it hands out was verified, file by file, just before. */
export class ArtifactStore {
  readonly #fetching = new Map<string, Promise<void>>();

  constructor(
    private readonly options: {
      directory: string;
      /** The part of the supervisor's state that speaks of artifacts; changed in place. */
      known: Record<string, StoredArtifact>;
      onChanged: () => void;
      download: ArtifactDownload;
      now: () => Date;
      log: SupervisorLog;
    },
  ) {
    mkdirSync(options.directory, { recursive: true, mode: 0o755 });
    for (const name of readdirSync(options.directory)) {
      // Left behind by a supervisor that was killed while it extracted, or removed.
      if (!(name in options.known)) this.#remove(join(options.directory, name));
    }
  }

  /** Makes sure that the artifact is on disk, whole or not at all. */
  async ensure(wanted: DesiredPackage, signal: AbortSignal): Promise<void> {
    if (this.#isPresent(wanted.digest)) return;
    const fetching =
      this.#fetching.get(wanted.digest) ??
      this.#fetch(wanted, signal).finally(() =>
        this.#fetching.delete(wanted.digest),
      );
    this.#fetching.set(wanted.digest, fetching);
    await fetching;
  }

  /** Verifies the artifact; one that was changed on disk is removed and fetched again, once. */
  async verified(
    wanted: DesiredPackage,
    signal: AbortSignal,
  ): Promise<VerifiedArtifact> {
    await this.ensure(wanted, signal);
    try {
      return await this.#verify(wanted);
    } catch (error) {
      this.options.log.warn((error as Error).message);
      this.forget(wanted.digest);
      await this.ensure(wanted, signal);
      return this.#verify(wanted);
    }
  }

  /** Removes an artifact from disk. */
  forget(digest: string): void {
    delete this.options.known[digest];
    this.options.onChanged();
    failpoint('supervisor.artifact.forgotten');
    this.#remove(this.#directory(digest));
  }

  /** Removes what no kept digest needs, oldest use first, until the rest fits the budget. */
  collect(keep: ReadonlySet<string>, maxBytes: number): void {
    const { known } = this.options;
    let total = Object.values(known).reduce((sum, a) => sum + a.bytes, 0);
    const oldestFirst = Object.entries(known)
      .filter(([digest]) => !keep.has(digest))
      .sort(([, a], [, b]) => a.usedAt.localeCompare(b.usedAt));
    for (const [digest, artifact] of oldestFirst) {
      if (total <= maxBytes) return;
      this.forget(digest);
      total -= artifact.bytes;
    }
  }

  #isPresent(digest: string): boolean {
    return digest in this.options.known && existsSync(this.#directory(digest));
  }

  /** Verifies that files elsewhere are those of the artifact: a layout that was made from it. */
  async verifyCopy(wanted: DesiredPackage, directory: string): Promise<void> {
    const known = this.options.known[wanted.digest];
    if (!known) throw notGenuine(wanted.digest, 'nothing is known of it');
    await inSlices(verifyTree(wanted.digest, directory, known.manifestSha256));
  }

  async #verify(wanted: DesiredPackage): Promise<VerifiedArtifact> {
    const directory = this.#directory(wanted.digest);
    const known = this.options.known[wanted.digest];
    if (!known) throw notGenuine(wanted.digest, 'nothing is known of it');
    const manifest = await inSlices(
      verifyTree(wanted.digest, directory, known.manifestSha256),
    );
    known.usedAt = this.options.now().toISOString();
    const main = assertDescribes(manifest, wanted);
    return { directory, manifest, main };
  }

  async #fetch(wanted: DesiredPackage, signal: AbortSignal): Promise<void> {
    if (!DIGEST_PATTERN.test(wanted.digest)) {
      throw notGenuine(wanted.digest, 'its digest is malformed');
    }
    const work = join(this.options.directory, `${randomUUID()}.tmp`);
    mkdirSync(join(work, 'files'), { recursive: true, mode: 0o755 });
    try {
      const tarball = join(work, 'artifact.tgz');
      await this.#download(wanted, tarball, signal);
      failpoint('supervisor.artifact.downloaded');
      const files = join(work, 'files');
      const extracted = await extractArtifact(wanted.digest, tarball, files);
      assertDescribes(extracted.manifest, wanted);
      failpoint('supervisor.artifact.extracted');
      this.#remove(this.#directory(wanted.digest));
      renameSync(files, this.#directory(wanted.digest));
      // Single files are not synced: what a power cut damages is found by the verification before each start.
      syncDirectory(this.options.directory);
      failpoint('supervisor.artifact.placed');
      this.options.known[wanted.digest] = {
        manifestSha256: extracted.manifestSha256,
        bytes: extracted.bytes,
        usedAt: this.options.now().toISOString(),
      };
      this.options.onChanged();
    } finally {
      this.#remove(work);
    }
  }

  async #download(
    wanted: DesiredPackage,
    target: string,
    signal: AbortSignal,
  ): Promise<void> {
    const hash = createHash('sha256');
    const file = await open(target, 'wx', 0o600);
    let size = 0;
    try {
      for await (const chunk of await this.#open(wanted, signal)) {
        size += chunk.length;
        if (size > wanted.size) break;
        hash.update(chunk);
        await file.write(chunk);
      }
    } finally {
      await file.close();
    }
    if (
      size !== wanted.size ||
      `sha256-${hash.digest('hex')}` !== wanted.digest
    ) {
      throw notGenuine(wanted.digest, 'the download has other bytes');
    }
  }

  async #open(
    wanted: DesiredPackage,
    signal: AbortSignal,
  ): Promise<AsyncIterable<Uint8Array>> {
    try {
      return await this.options.download(wanted.downloadPath, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw new SceneshiftError(
        'FETCH_FAILED',
        `${wanted.name} ${wanted.version} could not be fetched: ${
          (error as Error).message
        }`,
        { cause: error },
      );
    }
  }

  #directory(digest: string): string {
    return join(this.options.directory, digest);
  }

  #remove(path: string): void {
    rmSync(path, { recursive: true, force: true });
  }
}

/** Refuses an artifact of something else than what is wanted; returns its entry. */
function assertDescribes(
  manifest: ArtifactManifest,
  wanted: DesiredPackage,
): string {
  const { name, version, role, backend } = manifest;
  const matches =
    name === wanted.name && version === wanted.version && role === wanted.role;
  if (matches && backend?.main && isSafePath(backend.main)) return backend.main;
  throw notGenuine(
    wanted.digest,
    `it is ${name} ${version} (${role}) and not ${wanted.name} ${wanted.version} (${wanted.role})`,
  );
}
