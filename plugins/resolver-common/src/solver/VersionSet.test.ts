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
        expect(of(a).overlaps(of(b))).toBe(a.some(inB));
        expect(of(a).complement().complement().equals(of(a))).toBe(true);
        expect(of(a).highest()).toBe(Math.max(-1, ...a));
        expect(of(a).lowest()).toBe(a.length > 0 ? Math.min(...a) : -1);
        expect(of(a).single()).toBe(a.length === 1 ? a[0] : undefined);
      }),
    );
  });

  it('does the same with sets among the words of an array', () => {
    fc.assert(
      fc.property(positions, positions, (a, b) => {
        const words = new Int32Array(8).fill(-1);
        of(a).copyTo(words, 2);
        const inB = (position: number) => b.includes(position);
        const notInB = (position: number) => !b.includes(position);
        expect(of(b).covers(words, 2)).toBe(a.every(inB));
        expect(of(b).meets(words, 2)).toBe(a.some(inB));
        expect(of(b).highestOutside(words, 2)).toBe(
          Math.max(-1, ...a.filter(notInB)),
        );
        of(b).removeFrom(words, 2);
        expect(VersionSet.read(SIZE, words, 2).positions()).toEqual(
          ascending(a.filter(notInB)),
        );
        expect([words[1], words[5]]).toEqual([-1, -1]);
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
