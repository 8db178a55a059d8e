import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  confirmButton,
  planOf,
  renderChangeDialog,
} from '../__testUtils__/renderChangeDialog';

describe('consequences of a plan', () => {
  it('starts a change of data only when its consequence is understood', async () => {
    const user = userEvent.setup({ delay: null });
    const api = renderChangeDialog({
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
