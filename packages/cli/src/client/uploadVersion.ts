import type {
  Origin,
  VersionDetails,
} from '@sceneshift/backstage-plugin-registry-common';
import type { PackResult } from '@sceneshift/packer';
import type { ApiClient } from './ApiClient';
import { CliError } from '../runtime/CliError';
import { versionPath } from './paths';

/** Sends an npm tarball to the registry, unchanged. */
export async function uploadPackage(
  api: ApiClient,
  source: PackResult['source'],
  origin: Origin,
): Promise<VersionDetails> {
  return await api.request(versionPath(source.name, source.version), {
    method: 'PUT',
    query: { origin },
    file: source.tarball,
    headers: { 'x-sceneshift-integrity': source.integrity },
  });
}

/** True when the registry has the version, whatever its bytes. */
export async function hasVersion(
  api: ApiClient,
  { name, version }: { name: string; version: string },
): Promise<boolean> {
  try {
    await api.get(versionPath(name, version));
    return true;
  } catch (error) {
    if (error instanceof CliError && error.code?.endsWith('NOT_FOUND')) {
      return false;
    }
    throw error;
  }
}

/**
 * Adds an artifact to a version that the registry has. A pack worker may have been faster: then the version
 * has what it needs.
 */
export async function uploadArtifact(
  api: ApiClient,
  result: PackResult,
): Promise<VersionDetails> {
  const path = versionPath(result.source.name, result.source.version);
  try {
    return await api.request(`${path}/artifacts/${result.digest}`, {
      method: 'PUT',
      file: result.file,
    });
  } catch (error) {
    const isThere =
      error instanceof CliError && error.code === 'ARTIFACT_EXISTS';
    if (isThere) return await api.get(path);
    throw error;
  }
}
