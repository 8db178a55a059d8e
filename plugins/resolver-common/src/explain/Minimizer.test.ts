import fc from 'fast-check';
import { minimalConflict } from './Minimizer';

describe('minimalConflict', () => {
  it('finds one conflict, and no more than it', () => {
    const conflicts = fc.array(
      fc.uniqueArray(fc.nat(19), { minLength: 1, maxLength: 5 }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(conflicts, fc.boolean(), (sets, isExact) => {
        const isSolvable = (members: readonly number[]) =>
          !sets.some(set => set.every(one => members.includes(one)));
        const conflictIn = (members: readonly number[]) => {
          const set = sets.find(one => one.every(x => members.includes(x)));
          return set && (isExact ? set : members);
        };
        const all = Array.from({ length: 20 }, (_, index) => index);
        const found = minimalConflict(all, conflictIn);
        expect(isSolvable(found)).toBe(false);
        for (const left of found)
          expect(isSolvable(found.filter(one => one !== left))).toBe(true);
      }),
    );
  });

  it('blames nothing when there is nothing to choose', () => {
    expect(minimalConflict([1, 2], members => members)).toEqual([]);
  });
});
