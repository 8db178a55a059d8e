import type {
  Origin,
  VersionDetails,
} from '@sceneshift/backstage-plugin-registry-common';
import type { PackResult } from '@sceneshift/packer';
import type { ApiClient } from './ApiClient';
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

/** Adds an artifact to a version that the registry has. */
export async function uploadArtifact(
  api: ApiClient,
  result: PackResult,
): Promise<VersionDetails> {
  const path = versionPath(result.source.name, result.source.version);
  return await api.request(`${path}/artifacts/${result.digest}`, {
    method: 'PUT',
    file: result.file,
  });
}
