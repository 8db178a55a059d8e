import { closeSync, fsyncSync, openSync, writeFileSync } from 'node:fs';

/** Writes a file that a rename can put in the place of another one: it is whole on disk, or this throws. */
export function writeDurably(path: string, content: string): void {
  const fd = openSync(path, 'w', 0o600);
  try {
    // Writes all of it or throws; a single write may stop halfway on a disk that is just full.
    writeFileSync(fd, content);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Makes a rename durable. */
export function syncDirectory(directory: string): void {
  const fd = openSync(directory, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
