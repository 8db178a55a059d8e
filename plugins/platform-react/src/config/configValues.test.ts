import { getAt, setAt } from './configValues';

describe('setAt', () => {
  it('sets deep values without touching the original', () => {
    const before = { a: { b: 1 } };

    expect(setAt(before, ['a', 'c'], 2)).toEqual({ a: { b: 1, c: 2 } });
    expect(before).toEqual({ a: { b: 1 } });
  });

  it('removes what becomes empty, so that a form left as it was changes nothing', () => {
    expect(setAt({ a: { b: 1 } }, ['a', 'b'], undefined)).toEqual({});
  });

  it('keeps an emptied item in its list', () => {
    expect(setAt({ list: ['x', 'y'] }, ['list', '0'], undefined)).toEqual({
      list: ['', 'y'],
    });
    expect(setAt({ list: [{ a: 1 }] }, ['list', '0', 'a'], undefined)).toEqual({
      list: [{}],
    });
  });

  it('reads back what it set', () => {
    const values = setAt({}, ['a', 'b', 'c'], 'deep');

    expect(getAt(values, ['a', 'b', 'c'])).toBe('deep');
    expect(getAt(values, ['a', 'x', 'c'])).toBeUndefined();
  });
});
