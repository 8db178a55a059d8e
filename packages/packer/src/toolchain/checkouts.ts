import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ownFolder } from '../ownFolder';

/** Folders above the working directory and above this package that have a portal's `node_modules`. */
export function findCheckouts(
  starts: string[] = [process.cwd(), ownFolder],
): string[] {
  const found = starts.flatMap(start =>
    ancestors(start).filter(folder =>
      existsSync(
        join(folder, 'node_modules', '@backstage', 'cli-module-build'),
      ),
    ),
  );
  return [...new Set(found)];
}

function ancestors(start: string): string[] {
  const parent = dirname(start);
  return parent === start ? [start] : [start, ...ancestors(parent)];
}
