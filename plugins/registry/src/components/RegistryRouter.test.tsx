import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  lifecycleApiRef,
  ProblemError,
  type LifecycleApi,
} from '@sceneshift/backstage-platform-react';
import type {
  Environment,
  InstalledPlugin,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MockRegistryApi } from '../../dev/MockRegistryApi';
import { techRadar, todo } from '../../dev/plugins';
import { registryApiRef, type RegistryApi } from '../api/registryApiRef';
import { rootRouteRef } from '../routes';
import { RegistryRouter } from './RegistryRouter';

const installedRadar: InstalledPlugin = {
  pluginId: 'tech-radar',
  enabled: true,
  health: 'serving',
  packages: [
    {
      name: '@backstage-community/plugin-tech-radar',
      version: '1.13.0',
      role: 'frontend-plugin',
    },
  ],
};

function renderRouter(
  path: string,
  options: { registry?: RegistryApi; plugins?: InstalledPlugin[] } = {},
) {
  const environment: Environment = {
    name: 'development',
    title: 'Development',
    backstageRelease: '1.55.0',
    current: true,
    servingGeneration: 1,
    plugins: options.plugins ?? [],
    replicas: [],
  };
  const lifecycle: Partial<LifecycleApi> = {
    listEnvironments: async () => ({ items: [environment] }),
  };
  renderInTestApp(<RegistryRouter />, {
    initialRouteEntries: [path],
    mountPath: '/plugins',
    mountedRoutes: { '/plugins': rootRouteRef },
    apis: [
      [
        registryApiRef,
        options.registry ?? new MockRegistryApi([techRadar, todo]),
      ],
      [lifecycleApiRef, lifecycle as LifecycleApi],
    ],
  });
}

describe('the list of plugins', () => {
  it('shows what there is and what is installed', async () => {
    renderRouter('/plugins', { plugins: [installedRadar] });

    expect(await screen.findByText('Tech Radar')).toBeInTheDocument();
    expect(screen.getByText('2 plugins')).toBeInTheDocument();
    expect(await screen.findByText('Installed')).toBeInTheDocument();
    expect(screen.getByText('Not installable')).toBeInTheDocument();
  });

  it('searches as one types, and says when nothing matches', async () => {
    const user = userEvent.setup({ delay: null });
    renderRouter('/plugins');
    await screen.findByText('TODO');

    await user.type(screen.getByRole('searchbox'), 'radar');
    await waitFor(() =>
      expect(screen.queryByText('TODO')).not.toBeInTheDocument(),
    );

    await user.type(screen.getByRole('searchbox'), 'xyz');
    expect(
      await screen.findByText('Nothing matches “radarxyz”'),
    ).toBeInTheDocument();
  });

  it('starts with the search of the address', async () => {
    renderRouter('/plugins?q=radar');

    expect(await screen.findByText('Tech Radar')).toBeInTheDocument();
    expect(screen.getByRole('searchbox')).toHaveValue('radar');
    expect(screen.queryByText('TODO')).not.toBeInTheDocument();
  });

  it('says how to fill an empty registry', async () => {
    renderRouter('/plugins', { registry: new MockRegistryApi([]) });

    expect(await screen.findByText('The registry is empty')).toBeVisible();
  });

  it('shows a refusal with its code', async () => {
    const registry = new MockRegistryApi([]);
    registry.listPlugins = async () => {
      throw new ProblemError(403, {
        code: 'NO_ORGANIZATION',
        detail: 'guest belongs to no organization.',
      });
    };
    renderRouter('/plugins', { registry });

    expect(await screen.findByText('NO_ORGANIZATION')).toBeInTheDocument();
  });
});

describe('the page of a plugin', () => {
  it('offers to install what is not installed', async () => {
    renderRouter('/plugins/tech-radar');

    expect(
      await screen.findByRole('button', { name: 'Install' }),
    ).toBeEnabled();
    expect(await screen.findByText('What it does, and how.')).toBeVisible();
  });

  it('offers an upgrade and removal of what is', async () => {
    renderRouter('/plugins/tech-radar', { plugins: [installedRadar] });

    expect(
      await screen.findByRole('button', { name: 'Upgrade' }),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Remove' })).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Install' }),
    ).not.toBeInTheDocument();
  });

  it('does not offer what cannot be installed, and says why in its versions', async () => {
    const user = userEvent.setup({ delay: null });
    renderRouter('/plugins/todo/versions');

    expect(
      await screen.findByRole('button', { name: 'Install' }),
    ).toBeDisabled();
    await user.click(
      await screen.findByRole('button', { name: /^Details of .*todo-backend/ }),
    );

    expect(await screen.findByText('PACK_BUILD_FAILED')).toBeInTheDocument();
    expect(
      screen.getByText(
        'sceneshift pack @backstage-community/plugin-todo-backend@0.25.0',
      ),
    ).toBeInTheDocument();
  });

  it('says which versions were yanked or have advisories, and why', async () => {
    const user = userEvent.setup({ delay: null });
    renderRouter('/plugins/tech-radar/versions');

    expect(await screen.findByText('Yanked')).toBeInTheDocument();
    expect(screen.getByText('ACME-2026-1 (high)')).toBeInTheDocument();
    await user.click(
      screen.getByRole('button', { name: /^Details of .*radar 1\.12\.0$/ }),
    );

    expect(
      await screen.findByText('Yanked: Shows the radar of others'),
    ).toBeInTheDocument();
    expect(screen.getByText('Anyone may read everything')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'ACME-2026-1' })).toHaveAttribute(
      'href',
      'https://acme.example/advisories/1',
    );
  });

  it('lists what can be configured', async () => {
    renderRouter('/plugins/tech-radar/configuration');

    expect(
      (await screen.findAllByText('techRadar.url')).length,
    ).toBeGreaterThan(0);
    expect(screen.getAllByText('required').length).toBeGreaterThan(0);
  });

  it('says when the plugin is not known', async () => {
    renderRouter('/plugins/nothing');

    expect(await screen.findByText('PLUGIN_NOT_FOUND')).toBeInTheDocument();
  });
});
