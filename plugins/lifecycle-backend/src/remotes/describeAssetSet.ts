import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  SceneshiftError,
  type ArtifactManifest,
} from '@sceneshift/backstage-platform-common';
import type { AssetSet } from '../database/AssetSetStore';
import type { LockedPackage } from '../domain/GenerationContent';

/** Where an artifact comes from. */
export type AssetSource = Pick<
  AssetSet,
  'digest' | 'organizationId' | 'packageName' | 'version'
>;

/** Checks an unpacked frontend, file by file, and says what may be served of it. */
export async function describeAssetSet(
  source: AssetSource,
  item: LockedPackage,
  directory: string,
): Promise<AssetSet> {
  const text = await readFile(join(directory, 'artifact.json'), 'utf8');
  const manifest: ArtifactManifest = JSON.parse(text);
  await assertFiles(manifest, directory);
  const entry = await readRemote(item, directory);
  return {
    ...source,
    entryIntegrity: `sha384-${createHash('sha384')
      .update(entry)
      .digest('base64')}`,
    size: manifest.files.reduce((sum, { size }) => sum + size, 0),
    files: Object.fromEntries(
      manifest.files.map(({ path, sha256 }) => [path, sha256]),
    ),
  };
}

async function assertFiles(
  manifest: ArtifactManifest,
  directory: string,
): Promise<void> {
  for (const { path, sha256 } of manifest.files) {
    const bytes = await readFile(join(directory, path)).catch(() => undefined);
    const actual = bytes && createHash('sha256').update(bytes).digest('hex');
    if (actual === sha256) continue;
    throw new SceneshiftError(
      'VERIFY_FAILED',
      `'${path}' of ${manifest.name}@${manifest.version} is not what its manifest says.`,
      { details: { pluginId: manifest.pluginId } },
    );
  }
}

/** The entry's bytes, when the remote has what a module-federation runtime asks for first. */
async function readRemote(
  item: LockedPackage,
  directory: string,
): Promise<Buffer> {
  const { frontend } = item;
  try {
    if (!frontend) throw new Error('artifact.json has no frontend section');
    const manifest = await readFile(join(directory, frontend.manifest), 'utf8');
    JSON.parse(manifest);
    return await readFile(join(directory, frontend.entry));
  } catch (error) {
    throw new SceneshiftError(
      'REMOTE_INVALID',
      `The remote of ${item.name}@${item.version} cannot be loaded: ${
        (error as Error).message
      }`,
      { cause: error },
    );
  }
}
