import { resolve } from '../resolve';
import type { ResolveRequest } from '../types';
import { refusalOf, requestWith, type Refusal } from './__testUtils__/refusals';

describe('a version with bad facts', () => {
  it.each<Refusal>([
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
      requestWith({ dependencies: { b: 'latest' } }),
      '/packages/a/1.0.0/dependencies/b',
      /tags move/,
    ],
    [
      'a workspace range',
      requestWith({ peerDependencies: { b: 'workspace:^' } }),
      '/packages/a/1.0.0/peerDependencies/b',
      /inside a repository/,
    ],
    [
      'a git range',
      requestWith({ optionalDependencies: { b: 'git+ssh://git@host/x.git' } }),
      '/packages/a/1.0.0/optionalDependencies/b',
      /only versions of the registry/,
    ],
    [
      'a range too long',
      requestWith({ conflicts: { b: `>=1.0.0 ${'|| 1.0.0 '.repeat(40)}` } }),
      '/packages/a/1.0.0/conflicts/b',
      /at most 256/,
    ],
    [
      'a range that is a number',
      requestWith({ requires: { auth: 1 } }),
      '/packages/a/1.0.0/requires/auth',
      /must be a string, not number/,
    ],
    [
      'a capability without version',
      requestWith({ provides: { auth: '*' } }),
      '/packages/a/1.0.0/provides/auth',
      /not a semantic version/,
    ],
    [
      'an unknown severity',
      requestWith({ advisories: [{ id: 'x', severity: 'bad' }] }),
      '/packages/a/1.0.0/advisories/0/severity',
      /must be one of low/,
    ],
    [
      'an advisory without severity',
      requestWith({ advisories: [{ id: 'x' }] }),
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
      'a misspelt member of facts',
      requestWith({ dependancies: {} }),
      '/packages/a/1.0.0/dependancies',
      /did you mean dependencies\?/,
    ],
    [
      'a publication date that is none',
      requestWith({ publishedAt: '2026-13-01' }),
      '/packages/a/1.0.0/publishedAt',
      /must be a date/,
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
      requestWith({
        dependencies: Object.fromEntries(
          Array.from({ length: 2_001 }, (_, index) => [`p${index}`, '*']),
        ),
      }),
      '/packages/a/1.0.0/dependencies',
      /2001 entries; at most 2000/,
    ],
  ])('is refused: %s', (_, request, field, message) => {
    expect(resolve(request as ResolveRequest)).toEqual(
      refusalOf(field, message),
    );
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
