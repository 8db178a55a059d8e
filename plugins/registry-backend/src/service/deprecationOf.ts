import type { VersionRow } from '../database/rows';

/**
 * npm knows no yank. A deprecated version is what comes next to it: clients pass it over for ranges where they can, say why, and
 * install it where a lock file or an exact version names it.
 */
export function deprecationOf({
  deprecated,
  yank_reason,
}: Pick<VersionRow, 'deprecated' | 'yank_reason'>): string | undefined {
  return yank_reason === null
    ? deprecated ?? undefined
    : `yanked: ${yank_reason}`;
}
