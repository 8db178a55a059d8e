import { renderInTestApp } from '@backstage/frontend-test-utils';
import type {
  Plan,
  PlannedChange,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { lifecycleApiRef, type LifecycleApi } from '../api/LifecycleApi';
import { PortalQueryProvider } from '../query/PortalQueryProvider';
import { ChangeDialog } from './ChangeDialog';

const removeHello: PlannedChange = { action: 'remove', pluginId: 'hello' };
const removeShop: PlannedChange = { action: 'remove', pluginId: 'shop' };

/** The shop needs hello. */
function planOf(changes: PlannedChange[]): Plan {
  const isWhole = changes.some(
    change => change.action === 'remove' && change.pluginId === 'shop',
  );
  return {
    id: 'p1',
    environment: 'development',
    hash: 'h',
    baseGeneration: 1,
    createdAt: '2026-01-01T00:00:00Z',
    createdBy: 'user:default/guest',
    changes,
    diff: [],
    problems: isWhole
      ? []
      : [
          {
            code: 'VERSIONS_CONFLICT',
            severity: 'blocking',
            message: 'Without hello, the shop stops working.',
            explanation: 'shop 2.0.0 needs hello',
            fixes: [
              {
                description: 'Remove shop too',
                changes: [...changes, removeShop],
              },
            ],
          },
        ],
    configForms: [],
  };
}

describe('fixes in a dialog', () => {
  it('plans what a fix adds, keeps what is chosen beside it, and goes back', async () => {
    const user = userEvent.setup({ delay: null });
    const createPlan = jest.fn(async (_: string, changes: PlannedChange[]) =>
      planOf(changes),
    );
    renderInTestApp(
      <PortalQueryProvider>
        <ChangeDialog
          environment="development"
          title="Remove Hello"
          change={removeHello}
          confirmLabel="Remove"
          successTitle="Hello is removed"
          onClose={() => {}}
        />
      </PortalQueryProvider>,
      { apis: [[lifecycleApiRef, { createPlan } as unknown as LifecycleApi]] },
    );
    const confirm = await screen.findByRole('button', { name: 'Remove' });
    const fix = await screen.findByRole('button', { name: 'Remove shop too' });
    expect(confirm).toBeDisabled();

    await user.click(fix);
    await waitFor(() => expect(confirm).toBeEnabled());
    expect(
      screen.getByText('Nothing else that is installed needs what is removed.'),
    ).toBeVisible();

    await user.click(screen.getByRole('checkbox'));
    await waitFor(() =>
      expect(createPlan).toHaveBeenLastCalledWith(
        'development',
        [{ ...removeHello, deleteData: true }, removeShop],
        expect.anything(),
      ),
    );

    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(
      await screen.findByRole('button', { name: 'Remove shop too' }),
    ).toBeVisible();
    await waitFor(() => expect(confirm).toBeDisabled());
  });
});
