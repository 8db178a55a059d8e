import { resolve } from './resolve';
import { world } from './testWorlds/worlds';
import type { ResolveOptions } from './types';

const leak = { id: 'ACME-1', severity: 'moderate' as const };
const other = { id: 'ACME-2', severity: 'moderate' as const };

const packages = world({
  'a 1.0.0': { advisories: [leak] },
  'a 1.1.0': { dependencies: { b: '^2.0.0' } },
  'a 1.2.0': { dependencies: { b: '^2.0.0', c: '^2.0.0' } },
  'b 1.0.0 2.0.0': {},
  'c 1.0.0 2.0.0': {},
  'd 1.0.0': { advisories: [other] },
  'd 1.1.0': {},
  'e 1.0.0': { advisories: [{ id: 'ACME-3', severity: 'low' }] },
});
const installed = { a: '1.0.0', b: '1.0.0', c: '1.0.0', d: '1.0.0' };

const fix = (
  options: ResolveOptions,
  present: Record<string, string> = installed,
) =>
  resolve({
    packages,
    installed: present,
    options: { allowDowngrade: false, allowRemove: false, ...options },
  });

describe('an advisory that is to be fixed', () => {
  it('moves what has it and as little else as possible, below the severity too', () => {
    expect(fix({})).toMatchObject({ ok: true, changes: [] });
    expect(fix({ fixAdvisories: ['ACME-1'] })).toMatchObject({
      ok: true,
      solution: { a: '1.1.0', b: '2.0.0', c: '1.0.0', d: '1.0.0' },
      changes: [
        {
          name: 'a',
          from: '1.0.0',
          to: '1.1.0',
          reason: '1.0.0 has the advisory ACME-1 (moderate)',
        },
        { name: 'b', from: '1.0.0', to: '2.0.0' },
      ],
      optimal: true,
    });
  });

  it('is fixed with all others of its severity, when that is asked', () => {
    expect(fix({ advisorySeverity: 'moderate' })).toMatchObject({
      solution: { a: '1.1.0', d: '1.1.0' },
    });
  });

  it('is named when no version is without it', () => {
    const answer = fix({ fixAdvisories: ['ACME-3'] }, { e: '1.0.0' });
    expect(answer).toMatchObject({
      ok: false,
      explanation: expect.stringContaining('advisory ACME-3 (low)'),
    });
  });

  it('changes nothing where nothing has it, and must be known', () => {
    const none = fix({ fixAdvisories: ['ACME-1'] }, { b: '1.0.0' });
    expect(none).toMatchObject({ ok: true, changes: [] });
    expect(fix({ fixAdvisories: ['ACME-1', 'ACME-9'] })).toMatchObject({
      ok: false,
      error: { code: 'INPUT_INVALID', field: '/options/fixAdvisories/1' },
    });
  });
});
