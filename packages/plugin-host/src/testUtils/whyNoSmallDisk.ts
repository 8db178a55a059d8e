import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Why no file system of some megabytes can be mounted here; undefined where one can. */
export function whyNoSmallDisk(): string | undefined {
  const directory = mkdtempSync(join(tmpdir(), 'small-disk-'));
  const options = ['-t', 'tmpfs', '-o', 'size=4m', 'none', directory];
  try {
    execFileSync('mount', options, { stdio: 'pipe' });
    execFileSync('umount', [directory], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return `no small disk here: ${(error as Error).message.trim()}`;
  } finally {
    rmdirSync(directory);
  }
}
