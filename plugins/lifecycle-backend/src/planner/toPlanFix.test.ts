import type { PlannedChange } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Fix } from '@sceneshift/backstage-plugin-resolver-common';
import type { GenerationContent } from '../domain/GenerationContent';
import { toPlanFix } from './toPlanFix';

const install: PlannedChange = { action: 'install', pluginId: 'shop' };

/** The hello has two packages, of which the solution may keep one. */
const base = {
  plugins: [
    {
      pluginId: 'hello',
      packages: [
        { name: 'hello', version: '2.0.0' },
        { name: 'hello-backend', version: '2.0.0' },
      ],
    },
  ],
} as GenerationContent;

const wanted = new Map([['shop', { shop: '*', 'shop-backend': '*' }]]);

function fixOf(patch: Fix['patch'], solution: Fix['solution']) {
  const fix = { description: 'Do this', patch, solution };
  return toPlanFix(fix, { base, changes: [install] }, wanted);
}

const shop = { shop: '1.0.0', 'shop-backend': '1.0.0' };
const hello = { hello: '2.0.0', 'hello-backend': '2.0.0' };

describe('toPlanFix', () => {
  it('does without an installed plugin by removing it', () => {
    expect(fixOf({ roots: { hello: null } }, shop).changes).toEqual([
      install,
      { action: 'remove', pluginId: 'hello' },
    ]);
  });

  it.each([
    [
      'half of a plugin',
      { roots: { hello: null } },
      { ...shop, ...hello, hello: undefined },
    ],
    [
      'half of what is wanted',
      { roots: { shop: null } },
      { 'shop-backend': '1.0.0', ...hello },
    ],
    ['nothing of what is wanted', { roots: { shop: null } }, hello],
    [
      'an override',
      { options: { overrides: { hello: '1.0.0' } } },
      { ...shop, ...hello },
    ],
  ])('only tells what changes cannot say: %s', (_, patch, solution) => {
    const present = Object.entries(solution).filter(([, version]) => version);
    expect(
      fixOf(patch, Object.fromEntries(present) as Record<string, string>),
    ).toEqual({ description: 'Do this' });
  });

  it('names the release to move to', () => {
    const patch = { backstageRelease: '1.56.0', host: null };
    expect(fixOf(patch, shop)).toEqual({
      description: 'Do this',
      backstageRelease: '1.56.0',
    });
  });
});
