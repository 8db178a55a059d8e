import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  DIGEST_PATTERN,
  SceneshiftError,
  type ArtifactManifest,
} from '@sceneshift/backstage-platform-common';
import type { DesiredPackage } from '@sceneshift/backstage-plugin-lifecycle-common';
import { inSlices } from '../runtime/slices';
import { isSafePath, notGenuine } from './artifactTree';
import { downloadArtifact } from './downloadArtifact';
import { syncDirectory } from './durableFile';
import { extractArtifact } from './extractArtifact';
import { failpoint } from './failpoint';
import { Semaphore } from './Semaphore';
import type { SupervisorLog } from './SupervisorLog';
import type { StoredArtifact } from './SupervisorState';
import { verifyTree } from './verifyTree';

/** A verified artifact on disk. */
export interface VerifiedArtifact {
  directory: string;
  manifest: ArtifactManifest;
  /** Its CommonJS entry. */
  main: string;
}

/** So many are fetched at a time: each takes room on disk twice, and turns of the event loop. */
const FETCHES = 2;
/** One that takes longer keeps no others waiting. */
const FETCH_PATIENCE_MS = 30_000;

/** Artifacts on disk, by digest. What it hands out was verified, file by file, just before. */
export class ArtifactStore {
  readonly #fetching = new Map<string, Promise<void>>();
  readonly #fetches = new Semaphore(FETCHES, FETCH_PATIENCE_MS);

  constructor(
    private readonly options: {
      directory: string;
      /** The part of the supervisor's state that speaks of artifacts; changed in place. */
      known: Record<string, StoredArtifact>;
      onChanged: () => void;
      download: (
        path: string,
        signal: AbortSignal,
      ) => Promise<AsyncIterable<Uint8Array>>;
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
    if (!this.#isPresent(wanted.digest)) await this.#fetchOnce(wanted, signal);
  }

  /** Verifies the artifact; one that was changed on disk is fetched again, once, and stays unused until then. */
  async verified(
    wanted: DesiredPackage,
    signal: AbortSignal,
  ): Promise<VerifiedArtifact> {
    await this.ensure(wanted, signal);
    try {
      return await this.#verify(wanted);
    } catch (error) {
      this.options.log.warn((error as Error).message);
      await this.#fetchOnce(wanted, signal);
      return this.#verify(wanted);
    }
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
      this.#forget(digest);
      total -= artifact.bytes;
    }
  }

  #forget(digest: string): void {
    delete this.options.known[digest];
    this.options.onChanged();
    this.#remove(this.#directory(digest));
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

  /** Whoever needs an artifact that is just being fetched waits for it. */
  async #fetchOnce(wanted: DesiredPackage, signal: AbortSignal): Promise<void> {
    const fetching =
      this.#fetching.get(wanted.digest) ??
      this.#fetches
        .run(() => this.#fetch(wanted, signal))
        .finally(() => this.#fetching.delete(wanted.digest));
    this.#fetching.set(wanted.digest, fetching);
    await fetching;
  }

  async #fetch(wanted: DesiredPackage, signal: AbortSignal): Promise<void> {
    if (!DIGEST_PATTERN.test(wanted.digest)) {
      throw notGenuine(wanted.digest, 'its digest is malformed');
    }
    const work = join(this.options.directory, `${randomUUID()}.tmp`);
    try {
      mkdirSync(join(work, 'files'), { recursive: true, mode: 0o755 });
      const tarball = join(work, 'artifact.tgz');
      await downloadArtifact(wanted, tarball, path =>
        this.options.download(path, signal),
      );
      failpoint('supervisor.artifact.downloaded');
      const files = join(work, 'files');
      const extracted = await extractArtifact(wanted.digest, tarball, files);
      assertDescribes(extracted.manifest, wanted);
      failpoint('supervisor.artifact.extracted');
      this.#replace(this.#directory(wanted.digest), files);
      // Single files are not synced: what a power cut damages is found by the verification before each start.
      syncDirectory(this.options.directory);
      failpoint('supervisor.artifact.placed');
      this.options.known[wanted.digest] = {
        manifestSha256: extracted.manifestSha256,
        bytes: extracted.bytes,
        usedAt: this.options.now().toISOString(),
      };
      this.options.onChanged();
    } catch (error) {
      throw isDiskTrouble(error) ? this.#notStored(wanted, error) : error;
    } finally {
      this.#remove(work);
    }
  }

  #replace(directory: string, files: string): void {
    if (existsSync(directory)) {
      this.#remove(directory);
      failpoint('supervisor.artifact.forgotten');
    }
    renameSync(files, directory);
  }

  #notStored({ name, version }: DesiredPackage, cause: Error): SceneshiftError {
    return new SceneshiftError(
      'FETCH_FAILED',
      `${name} ${version} could not be stored below ${this.options.directory}: ${cause.message}; make room there, or lower --disk-budget-mb`,
      { cause },
    );
  }

  #directory(digest: string): string {
    return join(this.options.directory, digest);
  }

  #remove(path: string): void {
    rmSync(path, { recursive: true, force: true });
  }
}

/** The disk is full, or over quota, or broken. */
function isDiskTrouble(error: unknown): error is NodeJS.ErrnoException {
  const { code = '' } = error as NodeJS.ErrnoException;
  return ['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EIO'].includes(code);
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
