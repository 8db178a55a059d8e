import fc from 'fast-check';
import { VersionSet } from './VersionSet';

const SIZE = 70;
const positions = fc.uniqueArray(fc.integer({ min: 0, max: SIZE - 1 }));
const of = (members: number[]) => VersionSet.of(SIZE, members);
const ascending = (members: Iterable<number>) =>
  Array.from(members).sort((a, b) => a - b);

describe('VersionSet', () => {
  it('does what sets do', () => {
    fc.assert(
      fc.property(positions, positions, (a, b) => {
        const inB = (position: number) => b.includes(position);
        const notInB = (position: number) => !b.includes(position);
        expect(of(a).union(of(b)).positions()).toEqual(
          ascending([...a.filter(notInB), ...b]),
        );
        expect(of(a).intersect(of(b)).positions()).toEqual(
          ascending(a.filter(inB)),
        );
        expect(of(a).minus(of(b)).positions()).toEqual(
          ascending(a.filter(notInB)),
        );
        expect(of(a).isSubsetOf(of(b))).toBe(a.every(inB));
        expect(of(a).stateOutside(of(b))).toBe(
          Math.max(-1, ...a.filter(notInB)),
        );
        expect(of(a).overlaps(of(b))).toBe(a.some(inB));
        expect(of(a).complement().complement().equals(of(a))).toBe(true);
        expect(of(a).highest()).toBe(Math.max(-1, ...a));
        expect(of(a).lowest()).toBe(a.length > 0 ? Math.min(...a) : -1);
        expect(of(a).single()).toBe(a.length === 1 ? a[0] : undefined);
      }),
    );
  });

  it.each([1, 30, 31, 32, 33, 63, 64, 65])(
    'knows empty, full and present sets of %d states',
    size => {
      expect(VersionSet.empty(size).isEmpty()).toBe(true);
      expect(VersionSet.full(size).isFull()).toBe(true);
      expect(VersionSet.full(size).positions()).toHaveLength(size);
      expect(VersionSet.present(size).complement().positions()).toEqual([0]);
    },
  );
});
