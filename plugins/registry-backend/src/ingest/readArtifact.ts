import {
  SceneshiftError,
  type ArtifactManifest,
} from '@sceneshift/backstage-platform-common';
import { z } from 'zod/v4';
import {
  artifactManifestSchema,
  toArtifactManifest,
} from './artifactManifestSchema';
import type { Entry } from './entries';
import { readTarball } from './readTarball';
import { parseSafeJson } from './safeJson';
import type { ArtifactFacts, IngestLimits } from './types';

const MANIFEST = 'artifact.json';
const MANIFEST_BYTES = 16 * 1024 * 1024;

/** Reads an artifact and compares every file with what its manifest lists. */
export async function readArtifact(
  file: string,
  limits: IngestLimits,
): Promise<ArtifactFacts> {
  const { entries, captured, ...facts } = await readTarball(file, {
    limits,
    algorithm: 'sha256',
    capture: path => (path === MANIFEST ? MANIFEST_BYTES : undefined),
  });
  const manifest = parseManifest(captured.get(MANIFEST));
  const files = entries.filter(entry => entry.path !== MANIFEST);
  assertListed(manifest, files);
  assertEntryPoints(manifest, files);
  if (manifest.role.startsWith('backend')) assertNoHostLibrary(files);
  return {
    ...facts,
    files: files.map(({ path, size, mode, hash }) => ({
      path,
      size,
      mode,
      hash,
    })),
    manifest,
  };
}

function parseManifest(bytes: Buffer | undefined): ArtifactManifest {
  if (!bytes) throw invalid(`There is no ${MANIFEST} at the root`);
  const value = parseSafeJson(bytes.toString('utf8'), MANIFEST, {
    maxDepth: 64,
    maxKeys: 1_000_000,
  });
  const parsed = artifactManifestSchema.safeParse(value);
  if (parsed.success) return toArtifactManifest(parsed.data);
  throw invalid(
    `The ${MANIFEST} is malformed: ${z.prettifyError(parsed.error)}`,
  );
}

function assertListed(manifest: ArtifactManifest, files: Entry[]): void {
  const listed = new Map(manifest.files.map(entry => [entry.path, entry]));
  for (const { path, size, hash } of files) {
    const entry = listed.get(path);
    if (!entry) throw invalid(`The file ${path} is not in ${MANIFEST}`);
    if (entry.size !== size || entry.sha256 !== hash) {
      throw invalid(`The file ${path} is not the one that ${MANIFEST} lists`);
    }
  }
  if (listed.size !== files.length || manifest.files.length !== files.length) {
    throw invalid(`${MANIFEST} lists files that are missing, or one twice`);
  }
}

function assertEntryPoints(manifest: ArtifactManifest, files: Entry[]): void {
  const backend = manifest.role.startsWith('backend');
  const entryPoints = backend
    ? [manifest.backend?.main]
    : [manifest.frontend?.entry, manifest.frontend?.manifest];
  const paths = new Set(files.map(({ path }) => path));
  for (const path of entryPoints) {
    if (!path || !paths.has(path.replace(/^\.\//, ''))) {
      throw invalid(
        `The entry point ${path ?? '(none)'} is not in the artifact`,
      );
    }
  }
}

function assertNoHostLibrary(files: Entry[]): void {
  const found = files.find(({ path }) =>
    /(?:^|\/)node_modules\/@backstage\//.test(path),
  );
  if (!found) return;
  throw new SceneshiftError(
    'ARTIFACT_HAS_HOST_LIBRARY',
    `The artifact carries ${found.path}: hosts supply @backstage libraries, pack it again with sceneshift pack`,
  );
}

function invalid(message: string): SceneshiftError {
  return new SceneshiftError('ARTIFACT_INVALID', message);
}
