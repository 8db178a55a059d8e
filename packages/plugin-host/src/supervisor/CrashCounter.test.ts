import { CrashCounter } from './CrashCounter';

describe('CrashCounter', () => {
  it('delays each start twice as long as the one before, and calls three deaths in a minute a loop', () => {
    let now = 0;
    const crashes = new CrashCounter(() => now);
    const seen: Array<[number, boolean]> = [];
    for (let death = 0; death < 4; death++) {
      crashes.died();
      seen.push([crashes.delayMs, crashes.looping]);
      now += 1_000;
    }
    expect(seen).toEqual([
      [0, false],
      [500, false],
      [1_000, true],
      [2_000, true],
    ]);
    crashes.startOver();
    expect([crashes.delayMs, crashes.looping]).toEqual([2_000, false]);
    for (let death = 0; death < 9; death++) crashes.died();
    expect(crashes.delayMs).toBe(30_000);
  });

  it('does not call deaths a loop that lie further apart', () => {
    let now = 0;
    const crashes = new CrashCounter(() => now);
    for (let death = 0; death < 5; death++) {
      crashes.died();
      now += 31_000;
      expect(crashes.looping).toBe(false);
    }
  });
});
