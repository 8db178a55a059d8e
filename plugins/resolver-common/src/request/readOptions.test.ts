import { resolve } from '../resolve';
import type { ResolveRequest } from '../types';
import { refusalOf, type Refusal } from './__testUtils__/refusals';

describe('a bad option', () => {
  it.each<Refusal>([
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
  ])('is refused: %s', (_, request, field, message) => {
    expect(resolve(request as ResolveRequest)).toEqual(
      refusalOf(field, message),
    );
  });
});
