import type { Verdict } from '@sceneshift/backstage-platform-common';
import type {
  PackageSummary,
  Plugin,
  VersionSummary,
} from '@sceneshift/backstage-plugin-registry-common';

const PASSED: Verdict[] = [
  { check: 'structure', state: 'PASSED' },
  { check: 'artifact', baseline: '1.55.0', state: 'PASSED' },
  { check: 'link', baseline: '1.55.0', state: 'PASSED' },
];

const FAILED: Verdict[] = [
  { check: 'structure', state: 'PASSED' },
  {
    check: 'artifact',
    baseline: '1.55.0',
    state: 'FAILED',
    code: 'PACK_BUILD_FAILED',
    message: "'NavItemBlueprint' is not exported from the host's library.",
  },
];

function version(
  name: string,
  overrides: Partial<VersionSummary> = {},
): VersionSummary {
  return {
    version: name,
    publishedAt: '2026-09-01T12:00:00Z',
    installable: true,
    verdicts: PASSED,
    ...overrides,
  };
}

function packageOf(
  name: string,
  role: PackageSummary['role'],
  versions: VersionSummary[],
): PackageSummary {
  const latestVersion = versions[0]?.version ?? '';
  return {
    name,
    role,
    origin: 'imported',
    distTags: { latest: latestVersion },
    latestVersion,
    versions,
  };
}

/** A plugin with a frontend and a backend, a deprecated version, a yanked one and one that could not be packed. */
export const techRadar: Plugin = {
  pluginId: 'tech-radar',
  title: 'Tech Radar',
  description: 'Shows the technologies that the organization has chosen.',
  latestVersion: '1.14.0',
  origin: 'imported',
  keywords: ['radar', 'technology'],
  author: 'Backstage Community',
  roles: ['frontend-plugin', 'backend-plugin', 'common-library'],
  installable: true,
  updatedAt: '2026-09-01T12:00:00Z',
  license: 'Apache-2.0',
  packages: [
    packageOf('@backstage-community/plugin-tech-radar', 'frontend-plugin', [
      version('1.14.0'),
      version('1.13.0', { deprecated: 'Use 1.14.0' }),
      version('1.12.0', {
        installable: false,
        yanked: {
          reason: 'Shows the radar of others',
          yankedAt: '2026-09-02T12:00:00Z',
          yankedBy: 'user:default/ada',
        },
        advisories: [
          {
            id: 'ACME-2026-1',
            severity: 'high',
            title: 'Anyone may read everything',
            url: 'https://acme.example/advisories/1',
          },
        ],
      }),
    ]),
    packageOf(
      '@backstage-community/plugin-tech-radar-backend',
      'backend-plugin',
      [
        version('1.21.0'),
        version('1.20.0', { installable: false, verdicts: FAILED }),
      ],
    ),
    packageOf(
      '@backstage-community/plugin-tech-radar-common',
      'common-library',
      [version('1.13.0')],
    ),
  ],
};

/** A plugin that cannot be installed. */
export const todo: Plugin = {
  pluginId: 'todo',
  title: 'TODO',
  latestVersion: '0.25.0',
  origin: 'imported',
  keywords: [],
  roles: ['backend-plugin'],
  installable: false,
  updatedAt: '2026-08-01T12:00:00Z',
  packages: [
    packageOf('@backstage-community/plugin-todo-backend', 'backend-plugin', [
      version('0.25.0', { installable: false, verdicts: FAILED }),
    ]),
  ],
};
