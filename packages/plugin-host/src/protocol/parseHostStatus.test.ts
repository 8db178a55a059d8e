import { parseHostStatus } from './parseHostStatus';

/** What throws when it becomes a part of a sentence. */
const UNSPEAKABLE = { toString: 1 };

describe('parseHostStatus', () => {
  const status = {
    hostId: 'h1',
    pid: 1,
    phase: 'started',
    packages: [{ name: '@test/hello-backend', version: '1.0.0' }],
    pluginIds: ['hello'],
    failures: [],
    unhandledErrors: { count: 1, last: 'nobody awaits this' },
  };
  const parse = (part: Record<string, unknown>) =>
    parseHostStatus(JSON.stringify({ ...status, ...part }));

  it('takes what hosts say, those of an earlier release included', () => {
    expect(parse({})).toEqual(status);
    expect(parse({ unhandledErrors: undefined })).toBeDefined();
    expect(parse({ unhandledErrors: { count: 0 } })).toBeDefined();
  });

  it.each([
    ['a phase', { phase: 'over' }],
    ['packages', { packages: [null] }],
    ['names of packages', { packages: [{ name: UNSPEAKABLE, version: '1' }] }],
    ['plugin ids', { pluginIds: 'hello' }],
    ['failures', { failures: [UNSPEAKABLE] }],
    ['unhandled errors', { unhandledErrors: null }],
    ['a count', { unhandledErrors: { count: 'many' } }],
    ['an error', { unhandledErrors: { count: 1, last: UNSPEAKABLE } }],
  ])('takes nothing else for %s', (_what, part) => {
    expect(parse(part)).toBeUndefined();
  });

  it('takes no status for one', () => {
    expect(parseHostStatus('null')).toBeUndefined();
    expect(parseHostStatus('[]')).toBeUndefined();
  });
});
