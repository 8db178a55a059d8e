import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** Where the pieces of one running portal lie. All paths are absolute. */
export interface Layout {
  checkout: string;
  data: string;
  postgres: string;
  logs: string;
  run: string;
  /** Host runtime, generations and everything else that other uids read. */
  hosts: string;
  /** True when other users cannot enter the checkout, so that binaries must be copied to where they can. */
  copyRuntime: boolean;
}

/** True when users other than the owner can enter the folder (or where it would be made). */
export function isTraversable(folder: string): boolean {
  let current = path.resolve(folder);
  while (!fs.existsSync(current)) current = path.dirname(current);
  for (;;) {
    if ((fs.statSync(current).mode & 0o001) === 0) return false;
    const parent = path.dirname(current);
    if (parent === current) return true;
    current = parent;
  }
}

/** The place for data when the checkout is closed to the users that the database and the hosts run as. */
function dataElsewhere(checkout: string): string {
  const id = crypto.createHash('sha256').update(checkout).digest('hex');
  return path.join('/var/lib/sceneshift', id.slice(0, 12));
}

/** @throws Error when a part of the path is a file, where no folder can be made. */
function assertNoFile(folder: string): void {
  let current = path.resolve(folder);
  while (!fs.existsSync(current)) current = path.dirname(current);
  if (fs.statSync(current).isDirectory()) return;
  throw new Error(
    current === folder
      ? `${folder} is a file; choose a folder with --data.`
      : `${folder} cannot be made, because ${current} is a file; choose another folder with --data.`,
  );
}

/** @throws Error when `--data` names a place where no folder can be, or that the database's own user cannot enter. */
export function resolveLayout(checkout: string, wanted?: string): Layout {
  const isRoot = process.getuid?.() === 0;
  const needsTraversal = isRoot;
  const preferred = wanted ?? path.join(checkout, '.data');
  assertNoFile(preferred);
  const closed = needsTraversal && !isTraversable(path.dirname(preferred));
  if (closed && wanted)
    throw new Error(
      `${wanted} lies under a folder that only root can enter, but the database and the plugin hosts run as other users. Choose a folder like /var/lib/sceneshift with --data.`,
    );
  const data = closed ? dataElsewhere(checkout) : preferred;
  return {
    checkout,
    data,
    postgres: path.join(data, 'postgres'),
    logs: path.join(data, 'logs'),
    run: path.join(data, 'run'),
    hosts: path.join(data, 'hosts'),
    copyRuntime: needsTraversal && !isTraversable(checkout),
  };
}

/** Creates the folders; the data folder itself can be entered, but not listed, by other users. */
export function createFolders(layout: Layout): void {
  makeFolder(layout.data);
  fs.chmodSync(layout.data, 0o711);
  for (const folder of [layout.logs, layout.run])
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  fs.mkdirSync(layout.hosts, { recursive: true, mode: 0o711 });
}

/** One level at a time: where nothing can be made, Node's recursive mkdir may never return. */
function makeFolder(folder: string): void {
  if (fs.existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  try {
    fs.mkdirSync(folder, { mode: 0o711 });
  } catch (cause) {
    throw new Error(
      `${folder} cannot be made: ${
        (cause as Error).message
      }. Choose another folder with --data.`,
      { cause },
    );
  }
}
