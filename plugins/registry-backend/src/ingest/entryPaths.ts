import { SceneshiftError } from '@sceneshift/backstage-platform-common';

const MAX_BYTES = 512;
const MAX_DEPTH = 32;
/** Control and bidirectional characters, the backslash, and what a broken encoding decodes to. */
const FORBIDDEN = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\\\ufffd]/u;

/** Checks one path as it stands in the archive and gives it back without `./` and a trailing slash. */
export function safePath(raw: string): string {
  const path = raw.replace(/^\.\//, '').replace(/\/$/, '');
  const fault = faultOf(path);
  if (fault) {
    throw new SceneshiftError(
      'TARBALL_PATH_UNSAFE',
      `The path ${JSON.stringify(raw.slice(0, 200))} ${fault}`,
    );
  }
  return path;
}

function faultOf(path: string): string | undefined {
  if (Buffer.byteLength(path) > MAX_BYTES) return 'is too long';
  if (FORBIDDEN.test(path)) return 'has a forbidden character';
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) return 'is absolute';
  if (path.normalize('NFC') !== path) return 'is not in normal form (NFC)';
  const segments = path.split('/');
  if (segments.length > MAX_DEPTH) return 'is too deep';
  if (segments.some(segment => ['', '.', '..'].includes(segment))) {
    return 'leaves its folder or has an empty part';
  }
  return undefined;
}

/** Refuses two files at one place, also where a file system ignores case, and a file that is also a folder. */
export class PathRegister {
  private readonly files = new Set<string>();
  private readonly folders = new Set<string>();

  addFile(path: string): void {
    const key = path.toLowerCase();
    const parents = parentsOf(key);
    const clash =
      this.files.has(key) ||
      this.folders.has(key) ||
      parents.some(parent => this.files.has(parent));
    if (clash) {
      throw new SceneshiftError(
        'TARBALL_PATH_UNSAFE',
        `The path ${JSON.stringify(
          path,
        )} stands twice, or is both a file and a folder`,
      );
    }
    this.files.add(key);
    for (const parent of parents) this.folders.add(parent);
  }
}

function parentsOf(path: string): string[] {
  const segments = path.split('/').slice(0, -1);
  return segments.map((_, index) => segments.slice(0, index + 1).join('/'));
}
