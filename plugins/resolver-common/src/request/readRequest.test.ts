import { resolve } from '../resolve';
import type { ResolveRequest } from '../types';
import { refusalOf, requestWith, type Refusal } from './__testUtils__/refusals';

describe('a bad request', () => {
  it.each<Refusal>([
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
  ])('is refused: %s', (_, request, field, message) => {
    expect(resolve(request as ResolveRequest)).toEqual(
      refusalOf(field, message),
    );
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
    const request = { ...notes, ...requestWith(manifest), roots: { a: '*' } };
    expect(resolve(request as ResolveRequest)).toMatchObject({ ok: true });
  });
});
