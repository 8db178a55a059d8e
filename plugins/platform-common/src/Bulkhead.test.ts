import { Bulkhead } from './Bulkhead';

describe('Bulkhead', () => {
  it('lets each in as often as it may be, whatever others do', () => {
    const bulkhead = new Bulkhead(() => undefined);
    const leave = bulkhead.enter('a', 2);
    expect(bulkhead.enter('a', 2)).toBeDefined();
    expect(bulkhead.enter('a', 2)).toBeUndefined();
    expect(bulkhead.enter('b', 2)).toBeDefined();
    leave?.();
    leave?.();
    expect(bulkhead.enter('a', 2)).toBeDefined();
    expect(bulkhead.enter('a', 2)).toBeUndefined();
    expect(bulkhead.enter('a', 3)).toBeDefined();
  });

  it('says that one is full, and again only after half of it was empty', () => {
    const onFull = jest.fn();
    const bulkhead = new Bulkhead(onFull);
    const enter = () => bulkhead.enter('a', 4);
    const inside = [enter(), enter(), enter(), enter()];
    enter();
    inside[0]?.();
    enter();
    enter();
    expect(onFull.mock.calls).toEqual([['a', 4]]);
    inside[1]?.();
    inside[2]?.();
    for (let i = 0; i < 4; i += 1) enter();
    expect(onFull).toHaveBeenCalledTimes(2);
  });
});
