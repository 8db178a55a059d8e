import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { PlanPosition } from '../database/PlanStore';

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Cursors are opaque to clients: what they hold may change. */
export function encodeCursor({ createdAt, id }: PlanPosition): string {
  return Buffer.from(JSON.stringify([createdAt, id])).toString('base64url');
}

/** @throws SceneshiftError `INPUT_INVALID` */
export function decodeCursor(cursor: string): PlanPosition {
  const value = parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  const [createdAt, id] = Array.isArray(value) ? value : [];
  if (isTime(createdAt) && isUuid(id)) return { createdAt, id };
  throw new SceneshiftError(
    'INPUT_INVALID',
    'The cursor is not one of ours: begin again without it',
    { details: { field: '/cursor' } },
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** As the cursor was written: other dates that JavaScript reads are none to PostgreSQL. */
function isTime(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    TIME.test(value) &&
    !Number.isNaN(Date.parse(value))
  );
}

function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}
