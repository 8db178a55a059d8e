import { formatMoment } from './formatMoment';

describe('formatMoment', () => {
  it('says of which zone it is', () => {
    const time = new Date('2026-11-21T00:05:59.999Z');
    expect(formatMoment(time)).toBe('21 Nov 2026, 00:05 UTC');
  });
});
