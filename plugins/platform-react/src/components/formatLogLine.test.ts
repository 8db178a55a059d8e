import { formatLogLine } from './formatLogLine';

it.each([
  [
    '{"level":"error","message":"boom","timestamp":"2026-11-21T04:21:40.224Z","service":"host"}',
    '04:21:40.224 error boom',
  ],
  [
    '{"level":"info","message":"two\\nlines","timestamp":"2026-11-21T04:21:40.224Z"}',
    '04:21:40.224 info  two\nlines',
  ],
  ['plain text', 'plain text'],
  ['{"cut": "of', '{"cut": "of'],
  ['{"no":"message"}', '{"no":"message"}'],
])('%s', (line, expected) => {
  expect(formatLogLine(line)).toBe(expected);
});
