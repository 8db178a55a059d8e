import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Leaves no room on the disk of a directory. Returns what frees it again. */
export function fillDisk(directory: string): () => void {
  const path = join(directory, 'filler');
  const fd = openSync(path, 'w');
  try {
    for (;;) writeSync(fd, Buffer.alloc(4096));
  } catch {
    closeSync(fd);
  }
  return () => rmSync(path);
}
