import { curveThrough } from './RoutedEdge';

describe('curveThrough', () => {
  it('is a line without a point between', () => {
    expect(
      curveThrough([
        { x: 0, y: 0 },
        { x: 9, y: 3 },
      ]),
    ).toBe('M 0 0 L 9 3');
  });

  it('is rounded at each point between, and ends at the last', () => {
    const way = [0, 2, 4, 6].map(x => ({ x, y: 1 }));
    expect(curveThrough(way)).toBe('M 0 1 Q 2 1 3 1 Q 4 1 6 1');
  });
});
