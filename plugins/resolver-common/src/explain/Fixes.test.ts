import { mergePatch } from '../request/mergePatch';
import { resolve } from '../resolve';
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
});
