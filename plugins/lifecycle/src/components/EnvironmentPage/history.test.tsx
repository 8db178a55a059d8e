import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderLifecycle } from '../../__testUtils__/renderLifecycle';

describe('the history of an environment', () => {
  it('rolls back to a generation that served, and to no other', async () => {
    const user = userEvent.setup({ delay: null });
    const api = renderLifecycle('/environments/development/generations');

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
    renderLifecycle('/environments/development/rollouts');

    await user.click(await screen.findByText('HOST_START_FAILED'));

    expect(await screen.findByRole('log')).toHaveTextContent(
      'Plugin hello failed to start',
    );
  });

  it('shows its supervisors', async () => {
    renderLifecycle('/environments/development/replicas');

    expect(await screen.findByText('laptop-1')).toBeInTheDocument();
    expect(screen.getByText('Alive')).toBeInTheDocument();
  });
});
