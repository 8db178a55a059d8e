import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  lifecycleApiRef,
  remotesStatusApiRef,
} from '@sceneshift/backstage-platform-react';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MockLifecycleApi } from '../../dev/MockLifecycleApi';
import { rootRouteRef } from '../routes';
import { LifecycleRouter } from './LifecycleRouter';

function renderRouter(path: string) {
  const api = new MockLifecycleApi();
  jest.spyOn(api, 'createPlan');
  renderInTestApp(<LifecycleRouter />, {
    initialRouteEntries: [path],
    mountPath: '/environments',
    mountedRoutes: { '/environments': rootRouteRef },
    apis: [
      [lifecycleApiRef, api],
      [
        remotesStatusApiRef,
        {
          getStatus: () => ({
            loaded: [],
            failures: [
              {
                pluginId: 'hello',
                packageName: '@demo/plugin-hello',
                version: '1.0.0',
                reason: { code: 'REMOTE_INVALID', message: 'It threw.' },
              },
            ],
          }),
        },
      ],
    ],
  });
  return api;
}

describe('the environments', () => {
  it('lists them with their worst news', async () => {
    renderRouter('/environments');

    expect(await screen.findByText('Development')).toBeInTheDocument();
    expect(screen.getByText('1 not healthy')).toBeInTheDocument();
  });

  it('says when one is not known', async () => {
    renderRouter('/environments/nowhere');

    expect(await screen.findByText('ENVIRONMENT_NOT_FOUND')).toBeVisible();
  });
});

describe('one environment', () => {
  it('shows what serves, what does not and why, also in this very page', async () => {
    renderRouter('/environments/development/plugins');

    expect(await screen.findByText('Serving')).toBeInTheDocument();
    expect(
      screen.getByText('The host of news ended 3 times within a minute.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(
        'The frontend of hello could not be loaded in this page',
      ),
    ).toBeInTheDocument();
  });

  it('shows the log of a plugin', async () => {
    const user = userEvent.setup({ delay: null });
    renderRouter('/environments/development/plugins');

    await user.click(
      await screen.findByRole('button', { name: 'Actions for hello' }),
    );
    await user.click(await screen.findByRole('menuitem', { name: 'Logs' }));

    expect(await screen.findByRole('log')).toHaveTextContent(
      'GET /greeting 200',
    );
  });

  it('plans a removal before anything is removed', async () => {
    const user = userEvent.setup({ delay: null });
    const api = renderRouter('/environments/development/plugins');

    await user.click(
      await screen.findByRole('button', { name: 'Actions for hello' }),
    );
    await user.click(await screen.findByRole('menuitem', { name: 'Remove' }));

    expect(
      await screen.findByText(/2 other plugins keep running/),
    ).toBeInTheDocument();
    expect(api.createPlan).toHaveBeenCalledWith(
      'development',
      [{ action: 'remove', pluginId: 'hello', deleteData: false }],
      expect.anything(),
    );
  });

  it('plans to disable a plugin, with its data left alone', async () => {
    const user = userEvent.setup({ delay: null });
    const api = renderRouter('/environments/development/plugins');

    await user.click(
      await screen.findByRole('button', { name: 'Actions for hello' }),
    );
    await user.click(await screen.findByRole('menuitem', { name: 'Disable' }));

    expect(
      await screen.findByRole('heading', { name: 'Disable hello' }),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(api.createPlan).toHaveBeenCalledWith(
        'development',
        [{ action: 'disable', pluginId: 'hello' }],
        expect.anything(),
      ),
    );
  });

  it('opens the present configuration, and changes nothing before it is edited', async () => {
    const user = userEvent.setup({ delay: null });
    const api = renderRouter('/environments/development/plugins');

    await user.click(
      await screen.findByRole('button', { name: 'Actions for hello' }),
    );
    await user.click(
      await screen.findByRole('menuitem', { name: 'Configure' }),
    );

    const salutation = await screen.findByLabelText(/^Salutation/);
    expect(salutation).toHaveValue('Hi');
    expect(api.createPlan).not.toHaveBeenCalledWith(
      'development',
      [expect.objectContaining({ action: 'configure' })],
      expect.anything(),
    );
    const confirm = screen.getByRole('button', { name: 'Configure' });
    expect(confirm).toBeDisabled();

    await user.type(salutation, '!');
    await waitFor(() => expect(confirm).toBeEnabled());
    expect(api.createPlan).toHaveBeenLastCalledWith(
      'development',
      [
        {
          action: 'configure',
          pluginId: 'hello',
          config: { hello: { salutation: 'Hi!' } },
        },
      ],
      expect.anything(),
    );
  });

  it('rolls back to a generation that served, and to no other', async () => {
    const user = userEvent.setup({ delay: null });
    const api = renderRouter('/environments/development/generations');

    const buttons = await screen.findAllByRole('button', { name: 'Roll back' });
    expect(buttons).toHaveLength(1);
    await user.click(buttons[0]!);

    expect(
      await screen.findByText('Roll back to generation 1'),
    ).toBeInTheDocument();
    expect(api.createPlan).toHaveBeenCalledWith(
      'development',
      [{ action: 'rollback', generation: 1 }],
      expect.anything(),
    );
  });

  it('opens the log of a rollout that failed', async () => {
    const user = userEvent.setup({ delay: null });
    renderRouter('/environments/development/rollouts');

    await user.click(await screen.findByText('HOST_START_FAILED'));

    expect(await screen.findByRole('log')).toHaveTextContent(
      'Plugin hello failed to start',
    );
  });

  it('shows its supervisors', async () => {
    renderRouter('/environments/development/replicas');

    expect(await screen.findByText('laptop-1')).toBeInTheDocument();
    expect(screen.getByText('Alive')).toBeInTheDocument();
  });

  it('restores a snapshot only when that is understood', async () => {
    const user = userEvent.setup({ delay: null });
    const api = renderRouter('/environments/development/data');
    jest.spyOn(api, 'restoreSnapshot');

    await user.click(await screen.findByRole('button', { name: 'Restore' }));
    const dialog = await screen.findByRole('dialog');
    const confirm = within(dialog).getByRole('button', { name: 'Restore' });
    expect(confirm).toBeDisabled();
    await user.click(within(dialog).getByRole('checkbox'));
    await user.click(confirm);

    expect(api.restoreSnapshot).toHaveBeenCalledWith(
      'development',
      'snapshot-1',
    );
    expect(await screen.findByText(/Rollout of generation/)).toBeVisible();
  });

  it('offers the exports of removed plugins', async () => {
    const user = userEvent.setup({ delay: null });
    const api = renderRouter('/environments/development/data');
    jest.spyOn(api, 'downloadExport').mockRejectedValue(new Error('Gone'));

    expect(await screen.findByText('1 table, 12 rows')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Download' }));

    expect(api.downloadExport).toHaveBeenCalledWith('development', 'export-1');
    expect(await screen.findByText('Gone')).toBeInTheDocument();
  });

  it('is paused with a reason, and says so', async () => {
    const user = userEvent.setup({ delay: null });
    const api = renderRouter('/environments/development/plugins');
    const pause = jest.spyOn(api, 'pauseEnvironment');

    await user.click(await screen.findByRole('button', { name: 'Pause' }));
    const dialog = await screen.findByRole('dialog');
    const confirm = within(dialog).getByRole('button', { name: 'Pause' });
    expect(confirm).toBeDisabled();
    await user.type(within(dialog).getByLabelText(/^Reason/), 'Audit');
    await user.click(within(dialog).getByRole('checkbox', { name: /^Stop/ }));
    const paused = await api.pauseEnvironment('development', {
      reason: 'Audit',
    });
    jest.spyOn(api, 'getEnvironment').mockResolvedValue(paused);
    await user.click(confirm);

    expect(pause).toHaveBeenLastCalledWith('development', {
      reason: 'Audit',
      stopHosts: true,
      cancelRollout: false,
    });
    expect(await screen.findByText('Paused: Audit')).toBeInTheDocument();
    expect(
      await screen.findByRole('button', { name: 'Resume' }),
    ).toBeInTheDocument();
  });
});
