import { pipeline } from 'node:stream/promises';
import {
  SceneshiftError,
  type Digest,
} from '@sceneshift/backstage-platform-common';
import type { ArtifactStore } from '@sceneshift/backstage-platform-node';
import type { Request, Response } from 'express';

/** Streams a blob, or the range of it that was asked for. Blobs never change: caches may keep them for good. */
export async function sendBlob(
  store: ArtifactStore,
  digest: Digest,
  request: Request,
  response: Response,
): Promise<void> {
  const info = await store.stat(digest);
  if (!info) throw missing(digest);
  response.set('ETag', `"${digest}"`);
  if (request.fresh) {
    response.status(304).end();
    return;
  }
  // Read once more before the first byte is sent: changed bytes are an error that says so, not a download that breaks off.
  await store.verify(digest);
  response.set({
    'Content-Type': 'application/octet-stream',
    'X-Content-Type-Options': 'nosniff',
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, max-age=31536000, immutable',
  });
  const range = wantedRange(request, info.size);
  if (range) {
    const { start, end } = range;
    response.status(206);
    response.set('Content-Range', `bytes ${start}-${end}/${info.size}`);
  }
  const length = range ? range.end - range.start + 1 : info.size;
  response.set('Content-Length', String(length));
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  await pipeline(await store.open(digest, range), response);
}

/** A single satisfiable range; anything else is answered with the whole blob, as RFC 9110 allows. */
function wantedRange(
  request: Request,
  size: number,
): { start: number; end: number } | undefined {
  const ranges = request.range(size);
  if (!Array.isArray(ranges) || ranges.type !== 'bytes') return undefined;
  return ranges.length === 1 ? ranges[0] : undefined;
}

function missing(digest: Digest): SceneshiftError {
  return new SceneshiftError(
    'ARTIFACT_CORRUPT',
    `The stored bytes of ${digest} are missing: restore them from a backup`,
  );
}
