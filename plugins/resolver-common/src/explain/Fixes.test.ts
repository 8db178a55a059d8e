import { mergePatch } from '../request/mergePatch';
import { resolve } from '../resolve';
import { world } from '../testWorlds/worlds';
import type { ResolveRequest } from '../types';
import { fixCases } from './__testUtils__/fixCases';

describe('Fixes', () => {
  it.each(fixCases)('offer %s', (_, request, expected) => {
    const answer = resolve(request);
    const fixes = 'fixes' in answer ? answer.fixes : [];
    expect(fixes.map(({ description, patch }) => [description, patch])).toEqual(
      expected,
    );
  });

  it.each(fixCases)(
    'are what the patched request resolves to: %s',
    (_, request) => {
      const answer = resolve(request);
      for (const { patch, solution } of 'fixes' in answer ? answer.fixes : []) {
        expect(
          resolve(mergePatch(request, patch) as ResolveRequest),
        ).toMatchObject({ ok: true, solution });
      }
    },
  );

  it('are three at most, of more than one kind where there are more', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const askers = names.map((name, index) => [
      `${name} 1.0.0`,
      { dependencies: { hub: `${index + 1}.0.0` } },
    ]);
    const answer = resolve({
      packages: world({
        ...Object.fromEntries(askers),
        'hub 1.0.0 2.0.0 3.0.0 4.0.0 5.0.0 6.0.0': {},
      }),
      roots: Object.fromEntries(names.map(name => [name, '*'])),
    });
    const fixes = 'fixes' in answer ? answer.fixes : [];
    expect(fixes.map(({ description }) => description)).toEqual([
      'Override hub with 6.0.0, whatever ranges say',
      'Override hub with 5.0.0, whatever ranges say',
      'Do without b, c, d, e and f',
    ]);
  });
});
