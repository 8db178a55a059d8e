import type { Readable } from 'node:stream';
import type { Digest } from '@sceneshift/backstage-platform-common';

/** What is known of a blob without reading it. @public */
export interface BlobInfo {
  digest: Digest;
  /** Bytes. */
  size: number;
  modifiedAt: Date;
}

/**
 * Content-addressed blobs. A blob is there whole or not at all, and never changes.
 *
 * @public
 */
export interface ArtifactStore {
  /**
   * Stores what the stream yields; storing the same bytes again is no error.
   *
   * @throws SceneshiftError `BODY_TOO_LARGE` beyond `maxBytes`, `ARTIFACT_DIGEST_MISMATCH` when `expected` differs,
   * `STORAGE_FULL`
   */
  put(
    content: Readable,
    options?: { maxBytes?: number; expected?: Digest },
  ): Promise<{ digest: Digest; size: number }>;
  /**
   * @param range - first and last byte, both included
   * @throws SceneshiftError `ARTIFACT_NOT_FOUND`
   */
  open(
    digest: Digest,
    range?: { start: number; end?: number },
  ): Promise<Readable>;
  stat(digest: Digest): Promise<BlobInfo | undefined>;
  /**
   * Reads the blob and compares its bytes with its name.
   *
   * @throws SceneshiftError `ARTIFACT_NOT_FOUND`, `ARTIFACT_CORRUPT`
   */
  verify(digest: Digest): Promise<void>;
  /** Deleting what is not there is no error. */
  delete(digest: Digest): Promise<void>;
  /** All blobs, in no order; for the sweep of orphans. */
  list(): AsyncIterable<BlobInfo>;
}
