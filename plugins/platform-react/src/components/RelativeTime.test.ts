import { formatRelativeTime } from './RelativeTime';

const now = Date.parse('2026-06-01T12:00:00Z');

it.each([
  ['2026-06-01T11:59:40Z', 'just now'],
  ['2026-06-01T11:57:00Z', '3 minutes ago'],
  ['2026-05-31T12:00:00Z', 'yesterday'],
  ['2025-06-01T12:00:00Z', 'last year'],
  ['not a time', 'not a time'],
])('%s is %s', (iso, expected) => {
  expect(formatRelativeTime(iso, now)).toBe(expected);
});
