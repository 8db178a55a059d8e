import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderLifecycle } from '../../__testUtils__/renderLifecycle';

describe('the data that is kept', () => {
  it('restores a snapshot only when that is understood', async () => {
    const user = userEvent.setup({ delay: null });
    const api = renderLifecycle('/environments/development/data');
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
    const api = renderLifecycle('/environments/development/data');
    jest.spyOn(api, 'downloadExport').mockRejectedValue(new Error('Gone'));

    expect(
      await screen.findByText('Served last: 1 table, 12 rows'),
    ).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Download' }));

    expect(api.downloadExport).toHaveBeenCalledWith('development', 'export-1');
    expect(await screen.findByText('Gone')).toBeInTheDocument();
  });
});
