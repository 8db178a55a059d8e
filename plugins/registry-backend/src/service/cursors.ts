import { SceneshiftError } from '@sceneshift/backstage-platform-common';

export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 200;

/** Where a page begins, and how long it is. */
export interface PageRequest {
  limit?: number;
  cursor?: string;
}

export function limitOf({ limit = DEFAULT_LIMIT }: PageRequest): number {
  return Math.min(limit, MAX_LIMIT);
}

/** Cursors are opaque to clients: what they hold may change. */
export function encodeCursor(value: string | number): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** @throws SceneshiftError `INPUT_INVALID` */
export function decodeCursor<T extends 'string' | 'number'>(
  cursor: string | undefined,
  type: T,
): (T extends 'string' ? string : number) | undefined {
  if (cursor === undefined) return undefined;
  const value = parse(cursor);
  if (typeof value !== type || (type === 'number' && !isOffset(value))) {
    throw new SceneshiftError(
      'INPUT_INVALID',
      'The cursor is not one of ours: begin again without it',
    );
  }
  return value as T extends 'string' ? string : number;
}

/** Cuts a list that was read one item too long, and says where the next page begins. */
export function toPage<T>(
  items: T[],
  limit: number,
  next: (last: T) => string | number,
): { items: T[]; nextCursor?: string } {
  if (items.length <= limit) return { items };
  const page = items.slice(0, limit);
  return { items: page, nextCursor: encodeCursor(next(page.at(-1) as T)) };
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isOffset(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}
