import { recordOf } from './recordOf';

describe('recordOf', () => {
  it('makes what Object.fromEntries makes, of any name', () => {
    const entries: Array<[string, number]> = [
      ['b', 1],
      ['__proto__', 2],
      ['constructor', 3],
      ['7', 4],
    ];
    const record = recordOf(entries);
    expect(Object.entries(record)).toEqual(
      Object.entries(Object.fromEntries(entries)),
    );
    expect(Object.getPrototypeOf(record)).toBe(Object.prototype);
  });
});
