import fc from 'fast-check';
import { Agenda } from './Agenda';

describe('Agenda', () => {
  it('gives the most urgent item, the first by order among equals', () => {
    const agenda = new Agenda<string>((a, b) => a.localeCompare(b));
    agenda.put('b', 1);
    agenda.put('c', 2);
    agenda.put('a', 1);
    expect(agenda.first()).toBe('c');
    agenda.remove('c');
    expect(agenda.first()).toBe('a');
    agenda.put('b', 5);
    expect(agenda.first()).toBe('b');
    expect(agenda.has('c')).toBe(false);
  });

  it('agrees with sorting, whatever comes, goes and changes', () => {
    const step = fc.record({
      item: fc.nat(9),
      urgency: fc.option(fc.nat(5), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(step), steps => {
        const agenda = new Agenda<number>((a, b) => a - b);
        const expected = new Map<number, number>();
        for (const { item, urgency } of steps) {
          if (urgency === undefined) agenda.remove(item);
          else agenda.put(item, urgency);
          if (urgency === undefined) expected.delete(item);
          else expected.set(item, urgency);
          const [first] = [...expected].sort(
            ([a, much], [b, more]) => more - much || a - b,
          );
          expect(agenda.first()).toBe(first?.[0]);
        }
      }),
    );
  });
});
