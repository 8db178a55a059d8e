import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { DesiredPackage } from '@sceneshift/backstage-plugin-lifecycle-common';
import { notGenuine } from './artifactTree';

/** Answers with the tarball at a path on the control plane. */
type Download = (path: string) => Promise<AsyncIterable<Uint8Array>>;

/** Writes the tarball of a package to a file; refuses other bytes, and more of them, than are wanted. */
export async function downloadArtifact(
  wanted: DesiredPackage,
  target: string,
  download: Download,
): Promise<void> {
  const hash = createHash('sha256');
  const file = await open(target, 'wx', 0o600);
  let size = 0;
  try {
    for await (const chunk of await begin(wanted, download)) {
      size += chunk.length;
      if (size > wanted.size) break;
      hash.update(chunk);
      await file.writeFile(chunk);
    }
  } finally {
    await file.close();
  }
  const digest = `sha256-${hash.digest('hex')}`;
  if (size !== wanted.size || digest !== wanted.digest) {
    throw notGenuine(wanted.digest, 'the download has other bytes');
  }
}

async function begin(
  wanted: DesiredPackage,
  download: Download,
): Promise<AsyncIterable<Uint8Array>> {
  try {
    return await download(wanted.downloadPath);
  } catch (error) {
    // Given up on purpose: that says nothing about the artifact.
    if ((error as Error).name === 'AbortError') throw error;
    throw new SceneshiftError(
      'FETCH_FAILED',
      `${wanted.name} ${wanted.version} could not be fetched: ${
        (error as Error).message
      }`,
      { cause: error },
    );
  }
}
