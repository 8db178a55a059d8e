import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { Plan } from '@sceneshift/backstage-plugin-lifecycle-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { lifecycleApiRef, type LifecycleApi } from '../api/LifecycleApi';
import { PortalQueryProvider } from '../query/PortalQueryProvider';
import { ChangeDialog } from './ChangeDialog';

const MESSAGE = "The data of 'hello' is deleted: its database (8.1 MB).";

/** Plans as the server does: with the data only when that is asked for. */
function planOf(changes: Plan['changes']): Plan {
  const [change] = changes;
  const isDeletion = change?.action === 'remove' && change.deleteData;
  return {
    id: isDeletion ? 'with-data' : 'without-data',
    environment: 'development',
    hash: 'h',
    baseGeneration: 1,
    createdAt: '2026-01-01T00:00:00Z',
    createdBy: 'user:default/guest',
    changes,
    diff: [
      {
        pluginId: 'hello',
        kind: 'remove',
        packages: [],
        config: [],
        restartsHost: true,
        migrations: 'none',
        ...(isDeletion && {
          data: 'deleted',
          deletes: {
            databases: [
              { kind: 'present', sizeBytes: 8_100_000 },
              { kind: 'manual', sizeBytes: 8_000_000 },
            ],
            exportsKeptMs: 30 * 24 * 3_600_000,
          },
        }),
      },
    ],
    problems: isDeletion
      ? [
          {
            code: 'DATA_DELETION',
            severity: 'warning',
            pluginId: 'hello',
            message: MESSAGE,
            confirm: 'deleteData:hello',
          },
        ]
      : [],
    configForms: [],
  };
}

describe('removing a plugin with its data', () => {
  it('says what is deleted and what stays, and wants that confirmed', async () => {
    const user = userEvent.setup({ delay: null });
    const api = {
      createPlan: jest.fn(async (_env, changes) => planOf(changes)),
      startRollout: jest.fn(async () => ({ id: 'r1' })),
      getRollout: jest.fn(() => new Promise(() => undefined)),
    };
    renderInTestApp(
      <PortalQueryProvider>
        <ChangeDialog
          environment="development"
          title="Remove hello"
          change={{ action: 'remove', pluginId: 'hello' }}
          confirmLabel="Remove"
          successTitle="hello is removed"
          onClose={() => {}}
        />
      </PortalQueryProvider>,
      { apis: [[lifecycleApiRef, api as unknown as LifecycleApi]] },
    );
    const button = () => screen.findByRole('button', { name: 'Remove' });
    await waitFor(async () => expect(await button()).toBeEnabled());

    await user.click(
      screen.getByRole('checkbox', { name: /Also delete the data/ }),
    );
    expect(await screen.findByText(MESSAGE)).toBeInTheDocument();
    expect(
      screen.getByText(
        'Its 2 databases, snapshots included, are deleted (16.1 MB); an export of each is kept for 30 days.',
      ),
    ).toBeInTheDocument();
    expect(await button()).toBeDisabled();
    await user.click(
      screen.getByRole('checkbox', { name: /data of hello is deleted/ }),
    );
    await waitFor(async () => expect(await button()).toBeEnabled());
    await user.click(await button());
    expect(api.startRollout).toHaveBeenCalledWith(
      'development',
      expect.objectContaining({ id: 'with-data' }),
      ['deleteData:hello'],
    );
  });
});
