import { renderInTestApp } from '@backstage/frontend-test-utils';
import type {
  Plan,
  Rollout,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { lifecycleApiRef, type LifecycleApi } from '../api/LifecycleApi';
import { ProblemError } from '../api/ProblemError';
import { PortalQueryProvider } from '../query/PortalQueryProvider';
import { ChangeDialog } from './ChangeDialog';
import type { PackageChoice } from './VersionPicker';

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
function planOf(changes: Plan['changes']): Plan {
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

const rollout: Rollout = {
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

function renderDialog(overrides: Partial<LifecycleApi> = {}) {
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

const confirmButton = () => screen.findByRole('button', { name: 'Install' });

describe('ChangeDialog', () => {
  it('goes from the wish to the service: form, plan, confirmation, rollout', async () => {
    const user = userEvent.setup({ delay: null });
    const api = renderDialog();

    expect(
      await screen.findByText('techRadar.url has no value.'),
    ).toBeInTheDocument();
    expect(await confirmButton()).toBeDisabled();
    // The newest stable version is proposed, not the pre-release.
    expect(api.createPlan).toHaveBeenLastCalledWith(
      'development',
      [
        {
          action: 'install',
          pluginId: 'tech-radar',
          packages: { '@demo/radar': '1.1.0' },
        },
      ],
      expect.anything(),
    );

    await user.type(screen.getByLabelText(/^URL/), 'https://x.example');
    await waitFor(async () => expect(await confirmButton()).toBeEnabled());
    expect(
      screen.queryByText('techRadar.url has no value.'),
    ).not.toBeInTheDocument();

    await user.click(await confirmButton());

    expect(
      await screen.findByText('Tech Radar is installed'),
    ).toBeInTheDocument();
    expect(api.startRollout).toHaveBeenCalledWith(
      'development',
      expect.objectContaining({ id: 'p1', hash: 'hash-https://x.example' }),
      [],
    );
  });

  it('stores a secret first and puts only its name into the configuration', async () => {
    const user = userEvent.setup({ delay: null });
    const api = renderDialog();

    await user.type(await screen.findByLabelText(/^Token/), 's3cret');
    await user.click(screen.getByRole('button', { name: 'Store secret' }));

    expect(
      await screen.findByText('Stored as tech-radar-token'),
    ).toBeInTheDocument();
    expect(api.putSecret).toHaveBeenCalledWith(
      'development',
      'tech-radar-token',
      's3cret',
    );
    await waitFor(() =>
      expect(api.createPlan).toHaveBeenLastCalledWith(
        'development',
        [
          expect.objectContaining({
            config: { techRadar: { token: { $secret: 'tech-radar-token' } } },
          }),
        ],
        expect.anything(),
      ),
    );
    expect(
      JSON.stringify(jest.mocked(api.createPlan).mock.calls),
    ).not.toContain('s3cret');
  });

  it('says why a change cannot be planned', async () => {
    renderDialog({
      createPlan: async () => {
        throw new ProblemError(403, {
          code: 'FORBIDDEN',
          detail: 'guest has the role viewer.',
        });
      },
    });

    const alert = await screen.findByRole('alert');
    expect(within(alert).getByText('FORBIDDEN')).toBeInTheDocument();
    expect(within(alert).getByText('guest has the role viewer.')).toBeVisible();
    expect(await confirmButton()).toBeDisabled();
  });

  it('shows why a rollout failed, and what still serves', async () => {
    const user = userEvent.setup({ delay: null });
    const failed: Rollout = {
      ...rollout,
      state: 'rolledBack',
      reason: { code: 'HOST_START_FAILED', message: 'It threw.' },
      logs: ['last words'],
    };
    renderDialog({
      createPlan: async (_env, changes) => ({
        ...planOf(changes),
        problems: [],
      }),
      getRollout: async () => failed,
    });

    await waitFor(async () => expect(await confirmButton()).toBeEnabled());
    await user.click(await confirmButton());

    expect(await screen.findByText('It threw.')).toBeInTheDocument();
    expect(screen.getByText(/Generation 1 keeps serving/)).toBeInTheDocument();
    expect(screen.getByRole('log')).toHaveTextContent('last words');
  });

  it('starts a change of data only when its consequence is understood', async () => {
    const user = userEvent.setup({ delay: null });
    const api = renderDialog({
      createPlan: async (_env, changes) => ({
        ...planOf(changes),
        problems: [
          {
            code: 'MIGRATION_ONE_WAY',
            severity: 'warning',
            pluginId: 'tech-radar',
            message: 'The database changes one way.',
            confirm: 'oneWayMigration:tech-radar',
          },
        ],
      }),
    });

    const statement = await screen.findByRole('checkbox', {
      name: /tech-radar can only go back to the data of today/,
    });
    expect(await confirmButton()).toBeDisabled();
    await user.click(statement);
    await waitFor(async () => expect(await confirmButton()).toBeEnabled());
    await user.click(await confirmButton());

    expect(api.startRollout).toHaveBeenCalledWith(
      'development',
      expect.objectContaining({ id: 'p1' }),
      ['oneWayMigration:tech-radar'],
    );
  });
});
