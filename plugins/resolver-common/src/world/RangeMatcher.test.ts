import fc from 'fast-check';
import { SemVer, compareBuild, satisfies, validRange } from 'semver';
import { RangeMatcher } from './RangeMatcher';
import { SortedVersions } from './SortedVersions';

const number = fc.integer({ min: 0, max: 3 });
const version = fc
  .tuple(
    number,
    number,
    number,
    fc.constantFrom('', '', '-0', '-alpha', '-beta.1', '-next.2', '+build'),
  )
  .map(([major, minor, patch, rest]) => `${major}.${minor}.${patch}${rest}`);
const partial = fc.oneof(
  version,
  fc.constantFrom('*', '', '1', '1.x', '0', '2.1', 'x'),
);
const comparator = fc
  .tuple(fc.constantFrom('', '^', '~', '>=', '>', '<', '<=', '='), partial)
  .map(parts => parts.join(''));
const simple = fc.oneof(
  comparator,
  fc.tuple(comparator, comparator).map(both => both.join(' ')),
  fc
    .tuple(partial, partial)
    .map(([from, to]) => `${from || '0'} - ${to || '*'}`),
);
const range = fc
  .array(simple, { minLength: 1, maxLength: 3 })
  .map(parts => parts.join(' || '))
  .filter(text => validRange(text) !== null);

describe('RangeMatcher', () => {
  it.each([true, false])(
    'matches what node-semver matches, with includePrerelease %s',
    includePrerelease => {
      fc.assert(
        fc.property(
          fc.uniqueArray(version, { minLength: 1, maxLength: 12 }),
          range,
          (versions, text) => {
            const sorted = versions.sort(compareBuild);
            const set = new RangeMatcher(includePrerelease).matching(
              SortedVersions.of(versions.map(each => new SemVer(each))),
              text,
            );
            const expected = sorted.filter(each =>
              satisfies(each, text, { includePrerelease }),
            );
            expect(
              set.positions().map(position => sorted[position - 1]),
            ).toEqual(expected);
          },
        ),
        { numRuns: 5_000 },
      );
    },
  );
});
