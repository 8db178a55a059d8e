import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { PageRequest } from './types';

const DEFAULT_LIMIT = 50;

/** Listings run down a number (newest first): the cursor is the last one that was seen. */
export function readPage(page: PageRequest): {
  limit: number;
  before?: number;
} {
  const limit = page.limit ?? DEFAULT_LIMIT;
  if (page.cursor === undefined) return { limit };
  const before = Number(page.cursor);
  if (!/^\d{1,9}$/.test(page.cursor)) {
    throw new SceneshiftError(
      'INPUT_INVALID',
      `'${page.cursor}' is no cursor: pass the nextCursor of the page before.`,
      { details: { field: 'cursor' } },
    );
  }
  return { limit, before };
}

/** Shapes a listing of which one more than the limit was read. */
export function toPage<TRow, TItem>(
  rows: TRow[],
  limit: number,
  numberOf: (row: TRow) => number,
  toItem: (row: TRow) => TItem,
): { items: TItem[]; nextCursor?: string } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return {
    items: shown.map(toItem),
    ...(hasMore && { nextCursor: String(numberOf(last)) }),
  };
}
