import { resolve } from './resolve';
import { summary } from './testWorlds/worlds';
import { tinyWorlds } from './testWorlds/tinyWorlds';

/** A row at least for each behaviour of the pure solver; docs/design/resolver.md, section 13, says where the others are tested. */
describe('resolve', () => {
  it.each(tinyWorlds)('$behaviour', ({ request, expected, tries, warns }) => {
    const answer = resolve(request, { now: () => 0 });
    expect(summary(answer)).toBe(expected);
    const { stats } = answer as { stats: { tries: number } };
    expect(stats.tries).toBeLessThanOrEqual(tries);
    const warnings = 'warnings' in answer ? answer.warnings : [];
    expect(warnings.map(({ message }) => message)).toEqual(warns ?? []);
  });
});
