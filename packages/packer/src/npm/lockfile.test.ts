import { checkLock, findInstalled, type LockPackages } from './lockfile';

const integrity = 'sha512-x';

function check(lock: LockPackages, own: string[] = []) {
  return () => checkLock(lock, new Set(own));
}

describe('checkLock', () => {
  it('accepts registry tarballs, with their URL or without', () => {
    expect(
      check({
        '': { dependencies: { a: '^1.0.0', b: 'npm:c@1', d: 'latest' } },
        'node_modules/a': {
          resolved: 'https://registry.example/a/-/a-1.0.0.tgz',
          integrity,
        },
        'node_modules/b': { integrity },
      }),
    ).not.toThrow();
  });

  it('accepts what pack itself supplied, and what is bundled in a checked tarball', () => {
    expect(
      check(
        {
          '': { dependencies: { '@backstage/x': 'file:/tmp/x' } },
          '../host/@backstage/x': { version: '1.0.0' },
          'node_modules/@backstage/x': { resolved: '../host', link: true },
          'node_modules/a': { integrity },
          'node_modules/a/node_modules/b': { inBundle: true },
        },
        ['@backstage/x'],
      ),
    ).not.toThrow();
  });

  it.each([
    ['git', { resolved: 'git+ssh://git@github.com/a/a.git#1', integrity }],
    ['a file', { resolved: 'file:../a.tgz', integrity }],
    ['no integrity', { resolved: 'https://registry.example/a.tgz' }],
  ])('refuses a package from %s', (_, entry) => {
    expect(check({ 'node_modules/a': entry })).toThrow(
      expect.objectContaining({ code: 'PACK_SPEC_FORBIDDEN' }),
    );
  });

  it.each([
    'git+https://github.com/a/a.git',
    'github:a/a',
    'a/a',
    'https://example.com/a.tgz',
    'file:../a',
    '../a',
  ])(
    'refuses a dependency that is declared as %s, naming who declares it',
    spec => {
      expect(
        check({
          'node_modules/b': { integrity, dependencies: { a: spec } },
          'node_modules/a': { integrity },
        }),
      ).toThrow(/'b' depends on 'a' as/);
    },
  );
});

describe('findInstalled', () => {
  it('looks inside first, then outwards', () => {
    const lock: LockPackages = {
      'node_modules/a': {},
      'node_modules/b': {},
      'node_modules/b/node_modules/a': {},
    };
    expect(findInstalled(lock, 'node_modules/b', 'a')).toBe(
      'node_modules/b/node_modules/a',
    );
    expect(findInstalled(lock, 'node_modules/a', 'b')).toBe('node_modules/b');
    expect(findInstalled(lock, '', 'c')).toBeUndefined();
  });
});
