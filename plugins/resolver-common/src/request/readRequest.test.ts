import { resolve } from '../resolve';
import type { ResolveRequest } from '../types';

const facts = (value: unknown) => ({ packages: { a: { '1.0.0': value } } });

describe('a bad request', () => {
  const cases: Array<[string, unknown, string, RegExp]> = [
    ['no object', [], '', /must be an object/],
    ['null', null, '', /must be an object, not null/],
    ['no packages', { roots: { a: '*' } }, '/packages', /no registry here/],
    [
      'packages that are a list',
      { packages: [] },
      '/packages',
      /must be an object/,
    ],
    [
      'a malformed version',
      { packages: { a: { 'one.two': {} } } },
      '/packages/a/one.two',
      /not a semantic version/,
    ],
    [
      'a version with a v',
      { packages: { a: { 'v1.0.0': {} } } },
      '/packages/a/v1.0.0',
      /not a semantic version/,
    ],
    [
      'a version too long',
      { packages: { a: { [`1.0.0-${'x'.repeat(128)}`]: {} } } },
      `/packages/a/1.0.0-${'x'.repeat(128)}`,
      /134 characters; at most 128/,
    ],
    [
      'a malformed range in an old version',
      facts({ dependencies: { b: 'latest' } }),
      '/packages/a/1.0.0/dependencies/b',
      /tags move/,
    ],
    [
      'a workspace range',
      facts({ peerDependencies: { b: 'workspace:^' } }),
      '/packages/a/1.0.0/peerDependencies/b',
      /inside a repository/,
    ],
    [
      'a git range',
      facts({ optionalDependencies: { b: 'git+ssh://git@host/x.git' } }),
      '/packages/a/1.0.0/optionalDependencies/b',
      /only versions of the registry/,
    ],
    [
      'a range too long',
      facts({ conflicts: { b: `>=1.0.0 ${'|| 1.0.0 '.repeat(40)}` } }),
      '/packages/a/1.0.0/conflicts/b',
      /at most 256/,
    ],
    [
      'a range that is a number',
      facts({ requires: { auth: 1 } }),
      '/packages/a/1.0.0/requires/auth',
      /must be a string, not number/,
    ],
    [
      'a capability without version',
      facts({ provides: { auth: '*' } }),
      '/packages/a/1.0.0/provides/auth',
      /not a semantic version/,
    ],
    [
      'an unknown severity',
      facts({ advisories: [{ id: 'x', severity: 'bad' }] }),
      '/packages/a/1.0.0/advisories/0/severity',
      /must be one of low/,
    ],
    [
      'an advisory without severity',
      facts({ advisories: [{ id: 'x' }] }),
      '/packages/a/1.0.0/advisories/0/severity',
      /must be one of low/,
    ],
    [
      'a slash in a name, escaped',
      { packages: { '@a/b': { x: {} } } },
      '/packages/@a~1b/x',
      /not a semantic version/,
    ],
    ['an empty name', { packages: { '': {} } }, '/packages', /name is empty/],
    [
      'a line break in a name',
      { packages: { 'a\nb': {} } },
      '/packages',
      /control character/,
    ],
    [
      'a malformed root',
      { packages: {}, roots: { a: '>>1' } },
      '/roots/a',
      /not a range/,
    ],
    [
      'a root of a million parts',
      { packages: {}, roots: { a: '1.0.0||'.repeat(1e6) } },
      '/roots/a',
      /7000000 characters; at most 256/,
    ],
    [
      'backstage:^ outside the host',
      { packages: {}, roots: { a: 'backstage:^' } },
      '/roots/a',
      /packages of the host/,
    ],
    [
      'a malformed host',
      { packages: {}, host: { core: '^1.0.0' } },
      '/host/core',
      /not a semantic version/,
    ],
    [
      'an unknown release',
      { packages: {}, backstageRelease: '1.55.0' },
      '/backstageRelease',
      /not known here/,
    ],
    [
      'a malformed installed version',
      { packages: {}, installed: { a: 1 } },
      '/installed/a',
      /must be a string/,
    ],
    [
      'an update that is a name',
      { packages: {}, update: 'a' },
      '/update',
      /list of package names, or "all"/,
    ],
    [
      'an update with a number',
      { packages: {}, update: ['a', 7] },
      '/update/1',
      /must be a string/,
    ],
    [
      'a misspelt member',
      { packages: {}, option: { includePrerelease: true } },
      '/option',
      /is not part of a request; did you mean options\?/,
    ],
    [
      'a member that means nothing',
      { packages: {}, policy: {} },
      '/policy',
      /is not part of a request; there are packages, host/,
    ],
    [
      'a misspelt member of facts',
      facts({ dependancies: {} }),
      '/packages/a/1.0.0/dependancies',
      /did you mean dependencies\?/,
    ],
    [
      'a misspelt option',
      { packages: {}, options: { allowDowngrades: true } },
      '/options/allowDowngrades',
      /did you mean allowDowngrade\?/,
    ],
    [
      'an acceptance without an id',
      { packages: {}, options: { acceptAdvisories: [{ package: 'a' }] } },
      '/options/acceptAdvisories/0/id',
      /must be a string/,
    ],
    [
      'an end without a clock',
      {
        packages: {},
        options: { acceptAdvisories: [{ id: 'A', until: '2026-12-24' }] },
      },
      '/options/acceptAdvisories/0/until',
      /needs options.asOf/,
    ],
    [
      'an age without a clock',
      { packages: {}, options: { minimumReleaseAgeDays: 3 } },
      '/options/minimumReleaseAgeDays',
      /needs options.asOf/,
    ],
    [
      'a moment that is none',
      { packages: {}, options: { asOf: 'yesterday' } },
      '/options/asOf',
      /must be a date such as/,
    ],
    [
      'a publication date that is none',
      facts({ publishedAt: '2026-13-01' }),
      '/packages/a/1.0.0/publishedAt',
      /must be a date/,
    ],
    [
      'a pin that is no range',
      { packages: {}, options: { pins: { a: 'latest' } } },
      '/options/pins/a',
      /is not a range/,
    ],
    [
      'an unknown option',
      { packages: {}, options: { prunes: true } },
      '/options/prunes',
      /is not an option/,
    ],
    [
      'a strategy',
      { packages: {}, options: { strategy: 'newest' } },
      '/options/strategy',
      /highest, lowest/,
    ],
    [
      'a flag',
      { packages: {}, options: { prune: 'yes' } },
      '/options/prune',
      /true or false/,
    ],
    [
      'no time',
      { packages: {}, options: { timeoutMs: 0 } },
      '/options/timeoutMs',
      /from 1 to 60000/,
    ],
    [
      'endless time',
      { packages: {}, options: { timeoutMs: Infinity } },
      '/options/timeoutMs',
      /from 1 to 60000/,
    ],
    [
      'an override of what is not there',
      { packages: {}, options: { overrides: { a: '1.0.0' } } },
      '/options/overrides/a',
      /has no version 1.0.0/,
    ],
    [
      'an override against the host',
      {
        packages: {},
        host: { core: '1.0.0' },
        options: { overrides: { core: '2.0.0' } },
      },
      '/options/overrides/core',
      /provided by the host at 1.0.0/,
    ],
    [
      'a name too long',
      { packages: { ['x'.repeat(215)]: {} } },
      '/packages',
      /215 characters; at most 214/,
    ],
    [
      'a version below __proto__',
      { packages: JSON.parse('{"__proto__":{"1":{}}}') },
      '/packages/__proto__/1',
      /not a semantic version/,
    ],
    [
      'too many relations of one version',
      facts({
        dependencies: Object.fromEntries(
          Array.from({ length: 2_001 }, (_, index) => [`p${index}`, '*']),
        ),
      }),
      '/packages/a/1.0.0/dependencies',
      /2001 entries; at most 2000/,
    ],
    [
      'too many roots',
      {
        packages: {},
        roots: Object.fromEntries(
          Array.from({ length: 50_001 }, (_, index) => [`p${index}`, '*']),
        ),
      },
      '/roots',
      /50001 entries; at most 50000/,
    ],
  ];

  it.each(cases)('is refused: %s', (_, request, field, message) => {
    const answer = resolve(request as ResolveRequest);
    expect(answer).toEqual({
      ok: false,
      error: {
        code: 'INPUT_INVALID',
        field,
        message: expect.stringMatching(message),
      },
    });
  });

  it('is refused when it is too large', () => {
    const versions = Object.fromEntries(
      Array.from({ length: 10_001 }, (_, index) => [`${index}.0.0`, {}]),
    );
    expect(resolve({ packages: { a: versions } })).toMatchObject({
      error: {
        field: '/packages/a',
        message: 'has 10001 versions; at most 10000 are accepted',
      },
    });
  });
});

describe('an unusual request', () => {
  it.each<[string, ResolveRequest, Record<string, string>]>([
    ['nothing at all', { packages: {} }, {}],
    [
      'a package without versions that nothing asks for',
      { packages: { a: {} } },
      {},
    ],
    [
      'a package that depends on itself',
      {
        packages: { a: { '1.0.0': { dependencies: { a: '*' } } } },
        roots: { a: '*' },
      },
      { a: '1.0.0' },
    ],
    [
      'an empty range',
      { packages: { a: { '1.0.0': {} } }, roots: { a: '' } },
      { a: '1.0.0' },
    ],
  ])('is answered: %s', (_, request, solution) => {
    expect(resolve(request)).toMatchObject({ ok: true, solution });
  });

  it('may have notes, and facts all that manifests have', () => {
    const notes = {
      id: 7,
      name: 'x',
      comment: '',
      $schema: '',
      _a: 1,
      'x-b': 2,
    };
    const manifest = {
      ...{ name: 'a', version: '1.0.0', license: 'MIT', dist: {}, scripts: {} },
      ...{ devDependencies: {}, bundleDependencies: [], overrides: {} },
    };
    const request = { ...notes, ...facts(manifest), roots: { a: '*' } };
    expect(resolve(request as ResolveRequest)).toMatchObject({ ok: true });
  });
});
