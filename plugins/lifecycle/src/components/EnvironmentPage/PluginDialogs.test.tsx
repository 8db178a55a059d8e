import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderLifecycle } from '../../__testUtils__/renderLifecycle';

describe('changes of a plugin', () => {
  it('plans a removal before anything is removed', async () => {
    const user = userEvent.setup({ delay: null });
    const api = renderLifecycle('/environments/development/plugins');

    await user.click(
      await screen.findByRole('button', { name: 'Actions for hello' }),
    );
    await user.click(await screen.findByRole('menuitem', { name: 'Remove' }));

    expect(
      await screen.findByText('This changes nothing.'),
    ).toBeInTheDocument();
    expect(api.createPlan).toHaveBeenCalledWith(
      'development',
      [{ action: 'remove', pluginId: 'hello', deleteData: false }],
      expect.anything(),
    );
  });

  it('plans to disable a plugin, with its data left alone', async () => {
    const user = userEvent.setup({ delay: null });
    const api = renderLifecycle('/environments/development/plugins');

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
    const api = renderLifecycle('/environments/development/plugins');

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
});
