import type { Rollout } from '@sceneshift/backstage-plugin-lifecycle-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  confirmButton,
  planOf,
  renderChangeDialog,
  rollout,
} from '../__testUtils__/renderChangeDialog';

describe('the rollout in the dialog', () => {
  it('shows why a rollout failed, and what still serves', async () => {
    const user = userEvent.setup({ delay: null });
    const failed: Rollout = {
      ...rollout,
      state: 'rolledBack',
      reason: { code: 'HOST_START_FAILED', message: 'It threw.' },
      logs: ['last words'],
    };
    renderChangeDialog({
      createPlan: async (_env, changes) => ({
        ...planOf(changes),
        problems: [],
      }),
      getRollout: async () => failed,
    });

    await waitFor(async () => expect(await confirmButton()).toBeEnabled());
    await user.click(await confirmButton());

    expect(await screen.findByText('It threw.')).toBeInTheDocument();
    expect(screen.getByText(/Generation 1 serves again/)).toBeInTheDocument();
    expect(screen.getByRole('log')).toHaveTextContent('last words');
  });
});
