import { techRadar } from '../../dev/plugins';
import { hasUpgrade, packageChoices, sortVersions } from './installState';

const installed = (frontend: string, backend: string) => ({
  pluginId: 'tech-radar',
  enabled: true,
  health: 'serving' as const,
  packages: [
    {
      name: '@backstage-community/plugin-tech-radar',
      version: frontend,
      role: 'frontend-plugin' as const,
    },
    {
      name: '@backstage-community/plugin-tech-radar-backend',
      version: backend,
      role: 'backend-plugin' as const,
    },
  ],
});

describe('packageChoices', () => {
  it('offers the hosted packages only, with what is installed', () => {
    const choices = packageChoices(techRadar, installed('1.13.0', '1.21.0'));

    expect(choices.map(({ name, current }) => [name, current])).toEqual([
      ['@backstage-community/plugin-tech-radar', '1.13.0'],
      ['@backstage-community/plugin-tech-radar-backend', '1.21.0'],
    ]);
  });
});

describe('hasUpgrade', () => {
  it.each([
    ['1.13.0', '1.21.0', true],
    ['1.14.0', '1.21.0', false],
    ['1.14.0', '1.12.0', true],
    // Newer than what can be installed from here: nothing to go up to.
    ['2.0.0', '2.0.0', false],
  ])('with %s and %s installed it is %s', (frontend, backend, expected) => {
    expect(
      hasUpgrade(packageChoices(techRadar, installed(frontend, backend))),
    ).toBe(expected);
  });
});

describe('sortVersions', () => {
  it('sorts by precedence, not by text', () => {
    const versions = ['1.9.0', '1.10.0-rc.1', '1.10.0'].map(version => ({
      version,
      publishedAt: '',
      installable: true,
      verdicts: [],
    }));

    expect(sortVersions(versions).map(item => item.version)).toEqual([
      '1.10.0',
      '1.10.0-rc.1',
      '1.9.0',
    ]);
  });
});
