import { resolve } from '../resolve';
import { world } from '../testWorlds/worlds';
import type { ResolveRequest } from '../types';

/** "name: from -> to, reason", of every change. */
function changesOf(request: ResolveRequest): string[] {
  const answer = resolve(request);
  if (!answer.ok) throw new Error(JSON.stringify(answer));
  return answer.changes.map(
    ({ name, kind, from = 'none', to = 'none', reason }) =>
      `${name}: ${kind} ${from} -> ${to}, ${reason}`,
  );
}

describe('changes', () => {
  it('say who brought a package in', () => {
    expect(
      changesOf({
        packages: world({
          'app 1.0.0': {
            dependencies: { base: '^1.0.0' },
            peerDependencies: { theme: '>=1.0.0' },
            optionalDependencies: { extra: '*' },
          },
          'base 1.0.0': {},
          'theme 1.0.0': {},
          'extra 1.0.0': {},
        }),
        roots: { app: '*' },
      }),
    ).toEqual([
      'app: install none -> 1.0.0, the request asks for *',
      'base: install none -> 1.0.0, app 1.0.0 requires ^1.0.0',
      'extra: install none -> 1.0.0, app 1.0.0 can make use of *',
      'theme: install none -> 1.0.0, app 1.0.0 has the peer >=1.0.0',
    ]);
  });

  it('name an override, of what is new and of what was there', () => {
    expect(
      changesOf({
        packages: world({ 'a 1.0.0 2.0.0': {}, 'b 1.0.0 2.0.0': {} }),
        roots: { a: '^2.0.0', b: '*' },
        installed: { b: '2.0.0' },
        options: { overrides: { a: '1.0.0', b: '1.0.0' } },
      }),
    ).toEqual([
      'a: install none -> 1.0.0, the request asks for ^2.0.0, and an override pins it',
      'b: downgrade 2.0.0 -> 1.0.0, an override pins it',
    ]);
  });

  it('say what moved an installed package', () => {
    expect(
      changesOf({
        packages: world({
          'asked 1.0.0 2.0.0': {},
          'moved 1.0.0': {},
          'moved 2.0.0': {},
          'needs 1.0.0': { dependencies: { pressed: '^2.0.0' } },
          'pressed 1.0.0 2.0.0': {},
          'unsafe 1.0.0': { advisories: [{ id: 'ADV-1', severity: 'high' }] },
          'unsafe 1.0.1': {},
        }),
        roots: { asked: '^2.0.0', needs: '*' },
        installed: {
          asked: '1.0.0',
          gone: '1.0.0',
          moved: '1.0.0',
          pressed: '1.0.0',
          unsafe: '1.0.0',
        },
        update: ['moved'],
        options: { advisorySeverity: 'high' },
      }),
    ).toEqual([
      'asked: upgrade 1.0.0 -> 2.0.0, the request asks for ^2.0.0',
      'gone: remove 1.0.0 -> none, 1.0.0 is not known',
      'moved: upgrade 1.0.0 -> 2.0.0, the request asks to update it',
      'needs: install none -> 1.0.0, the request asks for *',
      'pressed: upgrade 1.0.0 -> 2.0.0, needs requires pressed ^2.0.0',
      'unsafe: upgrade 1.0.0 -> 1.0.1, 1.0.0 has the advisory ADV-1 (high)',
    ]);
  });

  it('say why an installed package is gone', () => {
    const packages = world({
      'a 1.0.0': {},
      'old 1.0.0': {},
      'core 1.0.0': {},
    });
    const installed = { a: '1.0.0', core: '1.0.0', old: '1.0.0' };
    expect(
      changesOf({
        packages,
        host: { core: '1.0.0' },
        roots: { a: '*' },
        installed,
        options: { prune: true },
      }),
    ).toEqual([
      'core: remove 1.0.0 -> none, the host provides it',
      'old: remove 1.0.0 -> none, no root needs it',
    ]);
  });
});
