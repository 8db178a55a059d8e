import { renderInTestApp } from '@backstage/frontend-test-utils';
import type {
  Plan,
  Rollout,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { screen } from '@testing-library/react';
import { lifecycleApiRef, type LifecycleApi } from '../api/LifecycleApi';
import { ChangeDialog } from '../plan/ChangeDialog';
import type { PackageChoice } from '../plan/VersionPicker';
import { PortalQueryProvider } from '../query/PortalQueryProvider';

const schema = {
  type: 'object',
  properties: {
    techRadar: {
      type: 'object',
      properties: {
        url: { type: 'string' },
        token: { type: 'string', visibility: 'secret' },
      },
    },
  },
};

const choices: PackageChoice[] = [
  {
    name: '@demo/radar',
    role: 'frontend-plugin',
    versions: [
      { version: '2.0.0-next.1', installable: true },
      { version: '1.1.0', installable: true },
      { version: '1.0.0', installable: true, deprecated: 'old' },
    ],
  },
];

/** Plans as the server does: the URL is required. */
export function planOf(changes: Plan['changes']): Plan {
  const [change] = changes;
  const config = change && 'config' in change ? change.config : undefined;
  const url = (config?.techRadar as { url?: string } | undefined)?.url;
  return {
    id: 'p1',
    environment: 'development',
    hash: `hash-${url}`,
    baseGeneration: 1,
    createdAt: '2026-01-01T00:00:00Z',
    createdBy: 'user:default/guest',
    changes,
    diff: [
      {
        pluginId: 'tech-radar',
        kind: 'install',
        packages: [
          { name: '@demo/radar', role: 'frontend-plugin', to: '1.1.0' },
        ],
        config: [],
        restartsHost: true,
        migrations: 'none',
      },
    ],
    problems: url
      ? []
      : [
          {
            code: 'CONFIG_REQUIRED',
            message: 'techRadar.url has no value.',
            severity: 'blocking',
            paths: ['techRadar.url'],
          },
        ],
    configForms: [
      {
        pluginId: 'tech-radar',
        schema,
        values: config ?? {},
        required: ['techRadar.url'],
      },
    ],
  };
}

export const rollout: Rollout = {
  id: 'r1',
  environment: 'development',
  planId: 'p1',
  fromGeneration: 1,
  toGeneration: 2,
  state: 'serving',
  steps: [],
  createdAt: '2026-01-01T00:00:00Z',
  createdBy: 'user:default/guest',
};

/** The dialog that installs Tech Radar, with an API in memory. */
export function renderChangeDialog(overrides: Partial<LifecycleApi> = {}) {
  const api = {
    createPlan: jest.fn(async (_env, changes) => planOf(changes)),
    startRollout: jest.fn(async () => rollout),
    getRollout: jest.fn(async () => rollout),
    putSecret: jest.fn(async () => undefined),
    ...overrides,
  };
  const change = { action: 'install' as const, pluginId: 'tech-radar' };
  renderInTestApp(
    <PortalQueryProvider>
      <ChangeDialog
        environment="development"
        title="Install Tech Radar"
        change={change}
        choices={choices}
        confirmLabel="Install"
        successTitle="Tech Radar is installed"
        onClose={() => {}}
      />
    </PortalQueryProvider>,
    { apis: [[lifecycleApiRef, api as unknown as LifecycleApi]] },
  );
  return api;
}

export const confirmButton = () =>
  screen.findByRole('button', { name: 'Install' });
