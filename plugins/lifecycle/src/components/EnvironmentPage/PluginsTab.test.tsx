import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderLifecycle } from '../../__testUtils__/renderLifecycle';

describe('the plugins of an environment', () => {
  it('shows what serves, what does not and why, also in this very page', async () => {
    renderLifecycle('/environments/development/plugins');

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

  it('says why the last change was taken back, and shows its log', async () => {
    const user = userEvent.setup({ delay: null });
    renderLifecycle('/environments/development/plugins');

    expect(
      await screen.findByText('Taken back: Upgrade hello 2.0.0'),
    ).toBeInTheDocument();
    expect(screen.getByText('HOST_START_FAILED')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Steps and log' }));

    expect(await screen.findByRole('log')).toHaveTextContent(
      'Plugin hello failed to start',
    );
  });

  it('offers the log of what does not serve', async () => {
    const user = userEvent.setup({ delay: null });
    renderLifecycle('/environments/development/plugins');

    await user.click(await screen.findByRole('button', { name: 'Log' }));

    expect(await screen.findByText('Log of news')).toBeInTheDocument();
  });

  it('shows the log of a plugin', async () => {
    const user = userEvent.setup({ delay: null });
    renderLifecycle('/environments/development/plugins');

    await user.click(
      await screen.findByRole('button', { name: 'Actions for hello' }),
    );
    await user.click(await screen.findByRole('menuitem', { name: 'Logs' }));

    expect(await screen.findByRole('log')).toHaveTextContent(
      'GET /greeting 200',
    );
  });
});
