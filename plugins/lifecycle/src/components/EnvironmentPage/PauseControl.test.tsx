import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderLifecycle } from '../../__testUtils__/renderLifecycle';

describe('a pause', () => {
  it('is paused with a reason, and says so', async () => {
    const user = userEvent.setup({ delay: null });
    const api = renderLifecycle('/environments/development/plugins');
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
