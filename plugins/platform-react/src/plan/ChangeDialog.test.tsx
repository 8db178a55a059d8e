import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  confirmButton,
  renderChangeDialog,
} from '../__testUtils__/renderChangeDialog';
import { ProblemError } from '../api/ProblemError';

describe('ChangeDialog', () => {
  it('goes from the wish to the service: form, plan, confirmation, rollout', async () => {
    const user = userEvent.setup({ delay: null });
    const api = renderChangeDialog();

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

  it('says why a change cannot be planned', async () => {
    renderChangeDialog({
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
});
