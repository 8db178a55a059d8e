import { FLOOD_WINDOW_MS, LogFlood } from './LogFlood';

const MIB = 1024 * 1024;

describe('a flood', () => {
  const flood = (cuts: Array<[at: number, mib: number]>) => {
    const log = new LogFlood();
    for (const [at, mib] of cuts) log.dropped(mib * MIB, at);
    return log;
  };

  it('is much, for some time', () => {
    const log = flood([
      [0, 4],
      [1_500, 3],
      [3_000, 4],
    ]);
    expect(log.size(3_000)).toBe(11 * MIB);
    expect(log.size(FLOOD_WINDOW_MS + 2_000)).toBeUndefined();
  });

  it('is neither one outburst nor little', () => {
    expect(flood([[0, 200]]).size(0)).toBeUndefined();
    const outburst = flood([
      [0, 100],
      [250, 100],
    ]);
    expect(outburst.size(5_000)).toBeUndefined();
    const little = flood([
      [0, 4],
      [9_000, 4],
    ]);
    expect(little.size(9_000)).toBeUndefined();
  });
});
