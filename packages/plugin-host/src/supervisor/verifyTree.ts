import {
  closeSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
} from 'node:fs';
import { join } from 'node:path';
import type {
  ArtifactFile,
  ArtifactManifest,
} from '@sceneshift/backstage-platform-common';
import { indexFiles, MANIFEST_NAME, notGenuine, sha256 } from './artifactTree';
import { FileCheck } from './FileCheck';

const SLICE_BYTES = 1024 * 1024;

/**
 * Verifies an extracted artifact in small steps: the manifest has the known hash, every file is the one it lists,
 * nothing is missing, nothing is there in addition, nothing is a link.
 */
export function* verifyTree(
  digest: string,
  directory: string,
  manifestSha256: string,
): Generator<void, ArtifactManifest> {
  const manifest = readManifest(digest, directory, manifestSha256);
  const missing = indexFiles(digest, manifest);
  for (const path of listFiles(directory)) {
    if (path === MANIFEST_NAME) continue;
    const file = missing.get(path);
    if (!file) throw notGenuine(digest, `${path} was added on disk`);
    assertRegular(digest, directory, path);
    yield* verifyFile(digest, file, join(directory, path));
    missing.delete(path);
  }
  const [first] = missing.keys();
  if (first) throw notGenuine(digest, `${first} is missing on disk`);
  return manifest;
}

function* verifyFile(
  digest: string,
  file: ArtifactFile,
  path: string,
): Generator<void> {
  const check = new FileCheck(digest, file);
  const slice = Buffer.allocUnsafe(Math.min(file.size + 1, SLICE_BYTES));
  const fd = openSync(path, 'r');
  try {
    for (let length = -1; length !== 0; ) {
      length = readSync(fd, slice);
      check.add(slice.subarray(0, length));
      yield;
    }
  } finally {
    closeSync(fd);
  }
  check.end();
}

function readManifest(
  digest: string,
  directory: string,
  manifestSha256: string,
): ArtifactManifest {
  assertRegular(digest, directory, MANIFEST_NAME);
  const bytes = readFileSync(join(directory, MANIFEST_NAME));
  if (sha256(bytes) !== manifestSha256) {
    throw notGenuine(digest, 'its manifest was changed on disk');
  }
  return JSON.parse(bytes.toString('utf8')) as ArtifactManifest;
}

function assertRegular(digest: string, directory: string, path: string): void {
  const stat = lstatSync(join(directory, path), { throwIfNoEntry: false });
  if (stat?.isFile()) return;
  throw notGenuine(digest, `${path} is not a regular file on disk`);
}

function* listFiles(directory: string, prefix = ''): Generator<string> {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = `${prefix}${entry.name}`;
    if (entry.isDirectory()) {
      yield* listFiles(join(directory, entry.name), `${path}/`);
    } else {
      yield path;
    }
  }
}
