import {
  chmodSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';

/** Files that no process reads at run time; they are half of a node_modules directory. */
const NOT_NEEDED = /\.(map|md|markdown|d\.[cm]?ts|flow|tsbuildinfo)$/i;

/** A link cannot be made across file systems, or to another owner's file. */
const COPY_INSTEAD = new Set(['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP']);

/** Links every file of a directory into another one, without nested `node_modules`; one step per file. */
export function linkPackage(source: string, target: string): Generator<void> {
  return linkTree(
    source,
    target,
    name => name !== 'node_modules' && !NOT_NEEDED.test(name),
  );
}

/**
 * Links every file of a directory into another one, one step per file; copies what cannot be linked. Links and sockets
 * are left out.
 */
export function* linkTree(
  source: string,
  target: string,
  isWanted: (name: string) => boolean = () => true,
): Generator<void> {
  mkdirSync(target, { recursive: true, mode: 0o755 });
  for (const entry of readdirSync(source, { withFileTypes: true })) {
    if (!isWanted(entry.name)) continue;
    const from = join(source, entry.name);
    const to = join(target, entry.name);
    if (entry.isDirectory()) yield* linkTree(from, to, isWanted);
    else if (entry.isFile()) yield linkOrCopy(from, to);
  }
}

/** A file that only its owner may read is copied: hosts run as another user, and a link would share its mode. */
function linkOrCopy(from: string, to: string): void {
  if (statSync(from).mode % 8 >= 4 && tryLink(from, to)) return;
  copyFileSync(from, to);
  chmodSync(to, 0o644);
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (COPY_INSTEAD.has((error as NodeJS.ErrnoException).code ?? '')) {
      return false;
    }
    throw error;
  }
}
