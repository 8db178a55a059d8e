import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  renameSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The Node binary that hosts start with: the supervisor's own where other users can reach it, else a copy below
 * `targetDirectory`, made once per version. A Node that came with a closed checkout, or lies in root's home, is out of
 * reach for the users that hosts run as.
 */
export function provideNode(
  targetDirectory: string,
  own: string = process.execPath,
): string {
  if (isReachable(own)) return own;
  const directory = join(targetDirectory, `node-${process.version}`);
  const copy = join(directory, 'node');
  if (existsSync(copy)) return copy;
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  const unfinished = `${copy}.${process.pid}`;
  copyFileSync(own, unfinished);
  chmodSync(unfinished, 0o755);
  renameSync(unfinished, copy);
  return copy;
}

/** Whether users other than the owner may enter every folder on the way, and execute the file itself. */
function isReachable(path: string): boolean {
  if (statSync(path).mode % 2 === 0) return false;
  const parent = dirname(path);
  return parent === path || isReachable(parent);
}
